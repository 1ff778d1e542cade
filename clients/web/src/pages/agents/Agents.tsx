import { AgentProtocol, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { Empty, Segmented, Table, Tag } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAgents } from "../../live/live.ts";
import { CountsBar } from "../../parts/display/CountsBar.tsx";
import { matches, useFilter } from "../../parts/filters.ts";
import { compareNames } from "../../parts/natural.ts";
import { Page } from "../../parts/Page.tsx";
import { RelativeTime } from "../../parts/RelativeTime.tsx";
import { SearchBox } from "../../parts/SearchBox.tsx";
import { AgentTag } from "../../parts/states.tsx";
import { wideTable } from "../../parts/wideTable.ts";
import { AddAgents } from "./AddAgents.tsx";
import { fleetStates, type FleetState } from "./fleet.ts";
import { findOutdated } from "./outdated.ts";

const filters: readonly ("all" | FleetState)[] = ["all", "online", "outdated", "cordoned", "offline", "terminated"];

/** All that are not gone, unless somebody asks for others. */
const isWanted = (asked: string, state: FleetState | undefined): boolean =>
  (filters as readonly string[]).includes(asked) && asked !== "all" ? state === asked : state !== "terminated";

export default function Agents() {
  const { t } = useTranslation();
  const { items, isComplete } = useAgents();
  const [state, setState] = useFilter("state");
  const [words, setWords] = useFilter("q");
  const outdated = useMemo(() => findOutdated(items), [items]);
  const states = useMemo(() => fleetStates(items, outdated), [items, outdated]);
  const [isDescending, setDescending] = useState(false);
  // Not left to the table, which goes through all of ten thousand each time that one of them changes.
  const shown = useMemo(() => {
    const found = items.filter(
      (agent) =>
        isWanted(state, states.get(agent)) && matches(words, agent.nodeName, agent.version, agent.kernelRelease, ...Object.entries(agent.labels).flat()),
    );
    return found.sort((a, b) => (isDescending ? compareNames(b.nodeName, a.nodeName) : compareNames(a.nodeName, b.nodeName)));
  }, [items, states, state, words, isDescending]);
  const { pagination } = wideTable;
  const [{ at, size }, turn] = useState({ at: 1, size: pagination.defaultPageSize as number });
  const page = Math.min(at, Math.max(1, Math.ceil(shown.length / size)));
  return (
    <Page
      title={t("nav.agents")}
      note={t("agents.count", { count: shown.length })}
      actions={
        <div className="row" style={{ minWidth: 0 }}>
          <Segmented
            style={{ maxWidth: "100%", overflowX: "auto" }}
            value={state || "all"}
            onChange={(value) => setState(value === "all" ? "" : value)}
            options={filters.map((value) => ({ value, label: t(`state.${value}`) }))}
          />
          <SearchBox words={words} setWords={setWords} />
          <AddAgents />
        </div>
      }
    >
      <Table<Agent>
        rowKey="id"
        {...wideTable}
        loading={!isComplete}
        dataSource={shown.slice((page - 1) * size, page * size)}
        pagination={{ ...pagination, current: page, pageSize: size, total: shown.length }}
        onChange={({ current = 1, pageSize = size }, _, sorter) => {
          turn({ at: current, size: pageSize });
          setDescending(!Array.isArray(sorter) && sorter.order === "descend");
        }}
        locale={{ emptyText: <Empty description={items.length === 0 ? t("agents.none") : t("nothingMatches")} /> }}
        columns={[
          {
            title: t("field.node"),
            sortOrder: isDescending ? "descend" : "ascend",
            sortDirections: ["ascend", "descend", "ascend"],
            sorter: true,
            render: (_, agent) => <Link to={`/agents/${agent.id}`} className="short">{agent.nodeName || agent.id}</Link>,
          },
          { title: t("field.state"), render: (_, agent) => <AgentTag agent={agent} /> },
          { title: t("nav.modules"), width: 150, render: (_, agent) => <CountsBar counts={agent.displayCounts} /> },
          {
            title: t("field.version"),
            render: (_, agent) => (
              <>
                {agent.protocol === AgentProtocol.LEGACY ? t("agents.legacy") : agent.version}{" "}
                {outdated.has(agent.id) && <Tag color="warning">{t("state.outdated")}</Tag>}
              </>
            ),
          },
          { title: t("field.kernel"), dataIndex: "kernelRelease" },
          { title: t("field.lastSeen"), render: (_, agent) => <RelativeTime time={agent.lastSeenTime} /> },
        ]}
      />
    </Page>
  );
}
