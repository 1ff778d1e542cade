import { AgentProtocol, AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { Empty, Segmented, Space, Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAgents } from "../../live/live.ts";
import { Counts } from "../../parts/Counts.tsx";
import { matches, useFilter } from "../../parts/filters.ts";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { SearchBox } from "../../parts/SearchBox.tsx";
import { AgentTag } from "../../parts/states.tsx";
import { wideTable } from "../../parts/wideTable.ts";

const filters: Record<string, (agent: Agent) => boolean> = {
  all: (agent) => agent.state !== AgentState.TERMINATED,
  online: (agent) => agent.state === AgentState.ONLINE && !agent.cordoned,
  cordoned: (agent) => agent.cordoned,
  offline: (agent) => agent.state === AgentState.OFFLINE,
  terminated: (agent) => agent.state === AgentState.TERMINATED,
};

export default function Agents() {
  const { t } = useTranslation();
  const { items, isComplete } = useAgents();
  const [state, setState] = useFilter("state");
  const [words, setWords] = useFilter("q");
  const shown = items.filter(filters[state] ?? filters["all"]!).filter((agent) => matches(words, agent.nodeName, agent.version, agent.kernelRelease, ...Object.entries(agent.labels).flat()));
  return (
    <Page
      title={t("nav.agents")}
      note={t("agents.count", { count: shown.length })}
      actions={
        <Space wrap>
          <Segmented
            value={state || "all"}
            onChange={(value) => setState(value === "all" ? "" : value)}
            options={Object.keys(filters).map((value) => ({ value, label: value === "all" ? t("all") : t(`state.${value}`) }))}
          />
          <SearchBox words={words} setWords={setWords} />
        </Space>
      }
    >
      <Table<Agent>
        rowKey="id"
        {...wideTable}
        loading={!isComplete}
        dataSource={shown}
        locale={{ emptyText: <Empty description={items.length === 0 ? t("agents.none") : t("nothingMatches")} /> }}
        columns={[
          {
            title: t("field.node"),
            defaultSortOrder: "ascend",
            sorter: (a, b) => a.nodeName.localeCompare(b.nodeName, undefined, { numeric: true }),
            render: (_, agent) => <Link to={`/agents/${agent.id}`}>{agent.nodeName || agent.id}</Link>,
          },
          { title: t("field.state"), render: (_, agent) => <AgentTag agent={agent} /> },
          { title: t("nav.modules"), width: 190, render: (_, agent) => <Counts counts={agent.instanceCounts} /> },
          { title: t("field.version"), render: (_, agent) => (agent.protocol === AgentProtocol.LEGACY ? t("agents.legacy") : agent.version) },
          { title: t("field.kernel"), dataIndex: "kernelRelease" },
          { title: t("field.lastSeen"), render: (_, agent) => <RelativeTime time={agent.lastSeenTime} /> },
        ]}
      />
    </Page>
  );
}
