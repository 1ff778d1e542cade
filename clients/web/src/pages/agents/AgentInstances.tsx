import { useQuery } from "@tanstack/react-query";
import { type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { Empty, Table } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "../../api/api.ts";
import { describe } from "../../parts/display/describe.ts";
import { DisplayTag } from "../../parts/display/DisplayTag.tsx";
import { Failure } from "../../parts/Failure.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";

/** What changes without the agent itself changing, such as a message, is seen within a second. */
const period = 700;

/** What runs there, and why something does not; asked for again at once when the agent or its counts change. */
export function AgentInstances({ agent }: { readonly agent: Agent }) {
  const { t } = useTranslation();
  const instances = useQuery({
    queryKey: ["instances", agent.id],
    queryFn: () => api.modules.listModuleInstances({ agentId: agent.id, pageSize: 500 }),
    refetchInterval: period,
  });
  const { refetch } = instances;
  useEffect(() => void refetch(), [agent, refetch]);
  if (instances.isError) {
    return <Failure error={instances.error} retry={() => void refetch()} />;
  }

  return (
    <Table<ModuleInstance>
      rowKey="moduleId"
      size="small"
      loading={instances.isPending}
      dataSource={instances.data?.instances ?? []}
      pagination={{ hideOnSinglePage: true, defaultPageSize: 50 }}
      className="tight"
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("agents.runsNothing")} /> }}
      columns={[
        { title: t("field.module"), width: "20%", render: (_, one) => <Link to={`/modules/${one.moduleId}`}>{one.moduleName || one.moduleId}</Link> },
        { title: t("field.state"), render: (_, one) => <DisplayTag state={one.displayState} text={describe(t, one)} /> },
        {
          title: t("field.revision"),
          responsive: ["md"],
          render: (_, one) => <span className="short">{one.runningRevision || "–"} / {one.desiredRevision || "–"}</span>,
        },
        { title: t("field.message"), render: (_, one) => <span className="mono">{one.message}</span> },
        { title: t("field.changed"), responsive: ["md"], render: (_, one) => <RelativeTime time={one.updateTime} /> },
      ]}
    />
  );
}
