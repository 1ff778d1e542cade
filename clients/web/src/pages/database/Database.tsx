import { WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { ComponentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/status_service";
import { type Table as DataTable } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/database";
import { App, Empty, Result, Space, Table, Tag, Typography } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "../../api/api.ts";
import { newRequestId } from "../../api/requestId.ts";
import { useStatus } from "../../live/live.ts";
import { useCall } from "../../parts/calls.ts";
import { Failure } from "../../parts/Failure.tsx";
import { Guarded } from "../../parts/Guarded.tsx";
import { ModuleLink } from "../../parts/ModuleLink.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { ComponentTag } from "../../parts/states.tsx";
import { wideTable } from "../../parts/wideTable.ts";
import { bytes } from "./bytes.ts";
import { Retention } from "./Retention.tsx";

export default function Database() {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const component = useStatus()?.components.find(({ name }) => name === "database");
  const isOn = component !== undefined && component.state !== ComponentState.NOT_CONFIGURED;
  const tables = useQuery({ queryKey: ["tables"], queryFn: () => api.database.listTables({ pageSize: 500 }), refetchInterval: 10_000, enabled: isOn });
  const drop = useCall((name: string) => api.database.dropTable({ name, requestId: newRequestId() }), t("database.dropped"));
  if (component && !isOn) {
    return (
      <Page title={t("nav.database")}>
        <Result title={t("database.off")} subTitle={<span className="mono">--ObservabilityDb:ConnectionString=postgresql://user@host/db</span>} />
      </Page>
    );
  }

  if (tables.isError) {
    return <Failure error={tables.error} retry={() => void tables.refetch()} />;
  }

  return (
    <Page
      title={t("nav.database")}
      note={
        component && (
          <>
            <ComponentTag state={component.state} /> {component.message}
          </>
        )
      }
    >
      <Table<DataTable>
        rowKey="name"
        {...wideTable}
        loading={tables.isPending}
        dataSource={tables.data?.tables ?? []}
        locale={{ emptyText: <Empty description={t("database.none")} /> }}
        columns={[
          {
            title: t("field.table"),
            render: (_, one) => (
              <Space wrap size={[8, 0]}>
                <span className="mono">{one.name}</span>
                {one.hypertable && <Tag>{t("database.hypertable")}</Tag>}
                {one.orphaned && <Tag color="warning">{t("database.orphaned")}</Tag>}
                {one.problems.map((problem) => (
                  <Typography.Text key={problem} type="danger">
                    <WarningOutlined aria-hidden /> {problem}
                  </Typography.Text>
                ))}
              </Space>
            ),
          },
          {
            title: t("field.module"),
            render: (_, one) =>
              !one.orphaned && <ModuleLink id={one.moduleId} tab="data" />,
          },
          {
            title: t("field.rows"),
            align: "right",
            sorter: (a, b) => Number(a.rowEstimate - b.rowEstimate),
            render: (_, one) => Number(one.rowEstimate).toLocaleString(),
          },
          { title: t("field.size"), align: "right", sorter: (a, b) => Number(a.bytes - b.bytes), render: (_, one) => bytes(Number(one.bytes)) },
          { title: t("field.lastRow"), render: (_, one) => <RelativeTime time={one.lastRowTime} /> },
          { title: t("field.retention"), render: (_, one) => <Retention table={one} /> },
          {
            title: "",
            align: "right",
            render: (_, one) =>
              one.orphaned && (
                <Guarded
                  needs="ROLE_ADMIN"
                  size="small"
                  danger
                  onClick={() =>
                    modal.confirm({
                      title: t("database.dropTitle", { name: one.name }),
                      content: t("database.dropReach", { rows: Number(one.rowEstimate).toLocaleString() }),
                      okButtonProps: { danger: true },
                      onOk: () => drop.settle(one.name),
                    })
                  }
                >
                  {t("database.drop")}
                </Guarded>
              ),
          },
        ]}
      />
    </Page>
  );
}
