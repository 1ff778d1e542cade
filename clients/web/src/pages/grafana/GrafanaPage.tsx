import { useQuery } from "@tanstack/react-query";
import { type Dashboard, type Datasource } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/grafana";
import { App, Card, Descriptions, Empty, Result, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useCall } from "../../parts/calls.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Guarded } from "../../parts/Guarded.tsx";
import { Loading } from "../../parts/Loading.tsx";
import { ModuleLink } from "../../parts/ModuleLink.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { DatasourceDialog } from "./DatasourceDialog.tsx";

const mostItems = 500;

/** Such as turn it on. */
const settings = ["--Grafana:Url=http://grafana:3000", "--Grafana:User=admin", "--Grafana:PasswordFile=/run/secrets/grafana"];

export default function GrafanaPage() {
  const { t } = useTranslation();
  const { modal, notification } = App.useApp();
  const status = useQuery({ queryKey: ["grafana"], queryFn: () => api.grafana.getGrafanaStatus({}), refetchInterval: 10_000 });
  const isOn = status.data?.configured === true;
  const dashboards = useQuery({ queryKey: ["dashboards"], queryFn: () => api.grafana.listDashboards({ pageSize: mostItems }), enabled: isOn });
  const datasources = useQuery({ queryKey: ["datasources"], queryFn: () => api.grafana.listDatasources({ pageSize: mostItems }), enabled: isOn });
  const rotate = useCall(() => api.grafana.rotateToken({ requestId: newRequestId() }), t("grafana.rotated"));
  const takeBack = useCall(
    ({ moduleId, builtIn }: Dashboard) => api.grafana.createDashboard({ moduleId, builtIn, overwriteEdits: true, requestId: newRequestId() }),
    t("grafana.takenBack"),
  );
  const [dialog, open] = useState<{ readonly before: Datasource | undefined }>();
  const remove = useCall((datasourceId: string) => api.grafana.deleteDatasource({ datasourceId, requestId: newRequestId() }), t("grafana.datasourceDeleted"));
  const check = useCall(async (datasourceId: string) => {
    const { ok, message } = await api.grafana.checkDatasource({ datasourceId });
    notification[ok ? "success" : "error"]({ title: ok ? t("grafana.works") : t("grafana.worksNot"), description: message });
  });
  if (status.isError) {
    return <Failure error={status.error} retry={() => void status.refetch()} />;
  }

  if (status.isPending) {
    return <Loading />;
  }

  const { configured, reachable, version, url, token, message } = status.data;
  if (!configured) {
    return (
      <Page title={t("nav.grafana")}>
        <Result title={t("grafana.off")} subTitle={settings.map((one) => <div key={one} className="mono">{one}</div>)} />
      </Page>
    );
  }

  return (
    <Page
      title={t("nav.grafana")}
      note={url && <a href={url} target="_blank" rel="noreferrer">{url}</a>}
      actions={
        <Guarded
          needs="ROLE_ADMIN"
          blocked={token ? "" : t("grafana.tokenConfigured")}
          loading={rotate.isPending}
          onClick={() => modal.confirm({ title: t("grafana.rotateTitle"), onOk: () => rotate.settle(undefined) })}
        >
          {t("grafana.rotate")}
        </Guarded>
      }
    >
      <div className="stack">
        <Card size="small">
          <Descriptions
            size="small"
            column={{ xs: 1, md: 3 }}
            items={[
              {
                key: "state",
                label: t("field.state"),
                children: <Tag color={reachable ? "success" : "error"}>{reachable ? t("state.ok") : t("state.down")}</Tag>,
              },
              { key: "version", label: t("field.version"), children: version || "–" },
              { key: "token", label: t("grafana.token"), children: token ? <>{token.name} · <RelativeTime time={token.createTime} /></> : "–" },
            ]}
          />
          {message}
        </Card>
        <Card size="small" title={t("grafana.dashboards")}>
          <Table
            rowKey="id"
            size="small"
            loading={dashboards.isPending}
            dataSource={dashboards.data?.dashboards ?? []}
            pagination={{ hideOnSinglePage: true, defaultPageSize: 20 }}
            locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("grafana.noDashboards")} /> }}
            columns={[
              { title: t("field.name"), render: (_, one) => <a href={one.url} target="_blank" rel="noreferrer">{one.name}</a> },
              {
                title: t("field.module"),
                render: (_, one) => one.moduleId && <ModuleLink id={one.moduleId} />,
              },
              { title: "", render: (_, one) => one.editedByUser && <Tag color="warning">{t("grafana.edited")}</Tag> },
              {
                title: "",
                align: "right",
                render: (_, one) =>
                  one.editedByUser && (one.moduleId || one.builtIn) && (
                    <Guarded
                      needs="ROLE_ADMIN"
                      size="small"
                      onClick={() =>
                        modal.confirm({ title: t("grafana.takeBackTitle", { name: one.name }), onOk: () => takeBack.settle(one) })
                      }
                    >
                      {t("grafana.takeBack")}
                    </Guarded>
                  ),
              },
            ]}
          />
        </Card>
        <Card
          size="small"
          title={t("grafana.datasources")}
          extra={
            <Guarded needs="ROLE_ADMIN" size="small" onClick={() => open({ before: undefined })}>
              {t("grafana.addDatasource")}
            </Guarded>
          }
        >
          <Table
            rowKey="id"
            size="small"
            className="scroll"
            loading={datasources.isPending}
            dataSource={datasources.data?.datasources ?? []}
            pagination={false}
            columns={[
              { title: t("field.name"), dataIndex: "name" },
              { title: t("field.type"), dataIndex: "type" },
              { title: t("field.host"), dataIndex: "host" },
              {
                title: "",
                align: "right",
                render: (_, one) => (
                  <Space>
                    <Guarded needs="ROLE_VIEWER" size="small" loading={check.isPending && check.variables === one.id} onClick={() => check.mutate(one.id)}>
                      {t("grafana.check")}
                    </Guarded>
                    <Guarded needs="ROLE_ADMIN" size="small" onClick={() => open({ before: one })}>
                      {t("grafana.change")}
                    </Guarded>
                    <Guarded
                      needs="ROLE_ADMIN"
                      size="small"
                      danger
                      onClick={() => modal.confirm({ title: t("grafana.deleteTitle", { name: one.name }), onOk: () => remove.settle(one.id) })}
                    >
                      {t("module.delete")}
                    </Guarded>
                  </Space>
                ),
              },
            ]}
          />
        </Card>
      </div>
      {dialog && <DatasourceDialog before={dialog.before} onClose={() => open(undefined)} />}
    </Page>
  );
}
