import { CopyOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { useCall } from "../../parts/calls.ts";
import { copyText } from "../../parts/clipboard.ts";
import { contentOf } from "./editor/content.ts";

/** The module to take elsewhere. */
export function CopyMenu({ moduleId }: { readonly moduleId: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = useCall(async (what: string) => {
    await copyText(what === "yaml" ? await readYaml(moduleId) : commands[what as keyof typeof commands](moduleId));
    message.success(t("copy.done"));
  });
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: ["yaml", ...Object.keys(commands)].map((key) => ({ key, label: t(`copy.${key}`) })),
        onClick: ({ key }) => copy.mutate(key),
      }}
    >
      <Button icon={<CopyOutlined aria-hidden />} loading={copy.isPending}>
        {t("copy.title")}
      </Button>
    </Dropdown>
  );
}

const curl = (path: string, post = "") => `curl -sS ${post}-H "Authorization: Bearer $TOKEN" ${location.origin}${path}`;

const commands = {
  get: (id: string) => curl(`/v1/modules/${id}`),
  deploy: (id: string) => curl(`/v1/modules/${id}:deploy`, "-X POST "),
  undeploy: (id: string) => curl(`/v1/modules/${id}:undeploy`, "-X POST "),
};

async function readYaml(moduleId: string): Promise<string> {
  const [{ module }, { toYaml }] = await Promise.all([api.modules.getModule({ moduleId }), import("./editor/file.ts")]);
  return toYaml(contentOf(module!));
}
