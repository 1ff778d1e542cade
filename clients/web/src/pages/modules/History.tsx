import { useQuery } from "@tanstack/react-query";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { App, Button, Modal, Space, Table, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useCall } from "../../parts/calls.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Guarded } from "../../parts/Guarded.tsx";
import { Loading } from "../../parts/Loading.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

const RevisionDiff = lazy(() => import("./RevisionDiff.tsx"));

/** The module's revisions; any of them can be deployed again. */
export function History({ module }: { readonly module: Module }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const moduleId = module.id;
  const deployed = module.deployment?.revision ?? 0;
  const [pair, compare] = useState<readonly [number, number]>();
  const revisions = useQuery({
    queryKey: ["revisions", moduleId, module.revision],
    queryFn: () => api.modules.listModuleRevisions({ moduleId, pageSize: 500 }),
  });
  const deploy = useCall((revision: number) => api.modules.deployModule({ moduleId, revision, requestId: newRequestId() }), t("module.rollbackRequested"));
  if (revisions.isError) {
    return <Failure error={revisions.error} retry={() => void revisions.refetch()} />;
  }

  return (
    <>
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
                {one.revision} {one.revision === deployed && <Tag color="blue">{t("history.deployed")}</Tag>}
              </>
            ),
          },
          { title: t("field.created"), render: (_, one) => <RelativeTime time={one.createTime} /> },
          {
            title: "",
            align: "right",
            render: (_, one) => (
              <Space wrap size="small">
                {/* With what runs; that itself with the one before. */}
                <Button
                  size="small"
                  disabled={one.revision === 1 && (deployed === 0 || deployed === 1)}
                  onClick={() => compare(deployed === 0 || one.revision === deployed ? [one.revision - 1, one.revision] : sorted(one.revision, deployed))}
                >
                  {t("history.compare")}
                </Button>
                <Guarded
                  needs="ROLE_DEPLOYER"
                  size="small"
                  blocked={one.revision === deployed ? t("history.isDeployed") : ""}
                  onClick={() =>
                    modal.confirm({
                      title: t("history.title", { name: module.name, revision: one.revision }),
                      content: t("module.runsOn", { count: module.deployment?.displayCounts?.running ?? 0 }),
                      onOk: () => deploy.settle(one.revision),
                    })
                  }
                >
                  {t("history.deployThis")}
                </Guarded>
              </Space>
            ),
          },
        ]}
      />
      <Modal
        open={pair !== undefined}
        onCancel={() => compare(undefined)}
        footer={null}
        width="min(1200px, 96vw)"
        destroyOnHidden
        title={pair && t("history.compareTitle", { old: pair[0], new: pair[1] })}
      >
        {pair && (
          <Suspense fallback={<Loading />}>
            <RevisionDiff moduleId={moduleId} older={pair[0]} newer={pair[1]} />
          </Suspense>
        )}
      </Modal>
    </>
  );
}

const sorted = (a: number, b: number): readonly [number, number] => (a < b ? [a, b] : [b, a]);
