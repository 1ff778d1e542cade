import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "@tricorder/apiserver";
import { type Datasource } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/grafana";
import { Alert, AutoComplete, Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { problemInWords } from "../../parts/problem.ts";

interface Props {
  /** What is changed; undefined for a new one. */
  readonly before: Datasource | undefined;
  readonly onClose: () => void;
}

type Values = Pick<Datasource, "name" | "type" | "host" | "user" | "password" | "database">;

const fields = ["name", "type", "host", "user", "password", "database"] as const;
const types = ["postgres", "prometheus"].map((value) => ({ value }));

/** Makes or changes a datasource; what the server does not take is said at its field. */
export function DatasourceDialog({ before, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async (values: Values): Promise<void> => {
      if (before) {
        // An empty password means that it stays.
        const paths = fields.filter((field) => field !== "password" || values.password);
        await api.grafana.updateDatasource({ datasource: { ...values, id: before.id }, updateMask: { paths }, requestId: newRequestId() });
      } else {
        await api.grafana.createDatasource({ datasource: values, requestId: newRequestId() });
      }
    },
    onSuccess: async () => {
      await queries.invalidateQueries();
      onClose();
    },
    onError: (cause) => {
      const { violations } = ApiError.from(cause);
      form.setFields(fields.map((name) => ({ name, errors: violations.filter((one) => one.field === `datasource.${name}`).map((one) => one.description) })));
    },
  });
  const error = save.isError ? ApiError.from(save.error) : undefined;
  return (
    <Modal
      open
      title={t(before ? "grafana.changeDatasource" : "grafana.addDatasource")}
      okText={t("editor.save")}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ name: "", type: "postgres", host: "", user: "", database: "", ...before, password: "" }}
        onFinish={save.mutate}
      >
        {error && error.violations.length === 0 && <Alert type="error" showIcon title={problemInWords(t, error)} style={{ marginBottom: 16 }} />}
        {fields.map((name) => (
          <Form.Item key={name} name={name} label={t(`grafana.field.${name}`)} extra={name === "password" && before ? t("grafana.passwordStays") : undefined}>
            {name === "password" ? <Input.Password autoComplete="new-password" /> : name === "type" ? <AutoComplete options={types} /> : <Input />}
          </Form.Item>
        ))}
      </Form>
    </Modal>
  );
}
