import { Card, Descriptions, Table } from "antd";
import { useTranslation } from "react-i18next";
import { useStatus } from "../../live/live.ts";
import { Loading } from "../../parts/Loading.tsx";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { ComponentTag } from "../../parts/states.tsx";

export default function Status() {
  const { t } = useTranslation();
  const status = useStatus();
  if (!status) {
    return <Loading />;
  }

  const { agentCounts: agents, moduleCounts: modules } = status;
  return (
    <Page title={t("nav.status")}>
      <div className="stack">
        <Card size="small">
          <Descriptions
            size="small"
            column={{ xs: 1, md: 3 }}
            items={[
              { key: "version", label: t("field.version"), children: <span title={status.version}>{shortened(status.version)}</span> },
              { key: "cluster", label: t("field.cluster"), children: status.clusterName },
              { key: "start", label: t("field.started"), children: <RelativeTime time={status.startTime} /> },
              { key: "agents", label: t("nav.agents"), children: `${agents?.online ?? 0} / ${agents?.total ?? 0} ${t("state.online")}` },
              { key: "modules", label: t("nav.modules"), children: `${modules?.deployed ?? 0} / ${modules?.total ?? 0} ${t("history.deployed")}` },
            ]}
          />
        </Card>
        <Table
          rowKey="name"
          className="tight"
          size="small"
          pagination={false}
          dataSource={status.components}
          columns={[
            { title: t("field.component"), render: (_, one) => t(`component.${one.name}`, { defaultValue: one.name }) },
            { title: t("field.state"), render: (_, one) => <ComponentTag state={one.state} /> },
            { title: t("field.message"), render: (_, one) => one.message },
            { title: t("field.since"), responsive: ["sm"], render: (_, one) => <RelativeTime time={one.updateTime} /> },
          ]}
        />
      </div>
    </Page>
  );
}

/** The commit behind a version by its first digits. */
const shortened = (version: string): string => version.replace(/(\+[0-9a-f]{10})[0-9a-f]+$/, "$1");
