import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { Typography } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { colours } from "../../parts/states.tsx";
import { findOutdated } from "../agents/outdated.ts";

/** The fleet in one bar; each part leads to its agents. */
export function FleetBar({ agents }: { readonly agents: readonly Agent[] }) {
  const { t } = useTranslation();
  const online = agents.filter((agent) => agent.state === AgentState.ONLINE);
  const outdated = findOutdated(agents);
  const inUse = online.filter((agent) => !agent.cordoned);
  const parts = [
    ["online", colours.good, inUse.filter((agent) => !outdated.has(agent.id)).length],
    ["outdated", colours.idle, inUse.filter((agent) => outdated.has(agent.id)).length],
    ["cordoned", colours.held, online.filter((agent) => agent.cordoned).length],
    ["offline", colours.bad, agents.filter((agent) => agent.state === AgentState.OFFLINE).length],
  ] as const;
  const total = parts.reduce((sum, [, , count]) => sum + count, 0);
  return (
    <>
      <div style={{ display: "flex", height: 18, borderRadius: 6, overflow: "hidden", background: "rgba(128,128,128,.25)" }}>
        {parts.map(([name, colour, count]) => count > 0 && (
          <Link
            key={name}
            to={`/agents?state=${name}`}
            aria-label={`${t(`state.${name}`)}: ${count}`}
            style={{ width: `${(100 * count) / total}%`, background: colour, minWidth: 4 }}
          />
        ))}
      </div>
      <div className="row" style={{ marginTop: 8 }}>
        {parts.map(([name, colour, count]) => (
          <Link key={name} to={`/agents?state=${name}`}>
            <span style={{ display: "inline-block", width: 10, height: 10, borderRadius: 2, background: colour, marginRight: 6 }} />
            {t(`state.${name}`)} <Typography.Text strong>{count}</Typography.Text>
          </Link>
        ))}
      </div>
    </>
  );
}
