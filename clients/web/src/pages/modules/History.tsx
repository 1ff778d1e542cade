import { useQuery } from "@tanstack/react-query";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { App, Table, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useCall } from "../../parts/calls.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Guarded } from "../../parts/Guarded.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

/** The module's revisions; any of them can be deployed again. */
export function History({ module }: { readonly module: Module }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const moduleId = module.id;
  const revisions = useQuery({
    queryKey: ["revisions", moduleId, module.revision],
    queryFn: () => api.modules.listModuleRevisions({ moduleId, pageSize: 500 }),
  });
  const deploy = useCall((revision: number) => api.modules.deployModule({ moduleId, revision, requestId: newRequestId() }), t("module.rollbackRequested"));
  if (revisions.isError) {
    return <Failure error={revisions.error} retry={() => void revisions.refetch()} />;
  }

  return (
    <Table
      rowKey="revision"
      size="small"
      loading={revisions.isPending}
      dataSource={revisions.data?.revisions ?? []}
      pagination={{ hideOnSinglePage: true, defaultPageSize: 20 }}
      columns={[
        {
          title: t("field.revision"),
          render: (_, one) => (
            <>
              {one.revision} {one.revision === module.deployment?.revision && <Tag color="blue">{t("history.deployed")}</Tag>}
            </>
          ),
        },
        { title: t("field.created"), render: (_, one) => <RelativeTime time={one.createTime} /> },
        {
          title: "",
          align: "right",
          render: (_, one) => (
            <Guarded
              needs="ROLE_DEPLOYER"
              size="small"
              blocked={one.revision === module.deployment?.revision ? t("history.isDeployed") : ""}
              onClick={() =>
                modal.confirm({
                  title: t("history.title", { name: module.name, revision: one.revision }),
                  content: t("module.runsOn", { count: module.deployment?.counts?.succeeded ?? 0 }),
                  onOk: () => deploy.settle(one.revision),
                })
              }
            >
              {t("history.deployThis")}
            </Guarded>
          ),
        },
      ]}
    />
  );
}
