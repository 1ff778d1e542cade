import { AgentProtocol, AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { compareNames } from "../../parts/natural.ts";

/** Those online that are older than the newest of the fleet, or that speak the old protocol where others do not. */
export function findOutdated(agents: readonly Agent[]): ReadonlySet<string> {
  const online = agents.filter((agent) => agent.state === AgentState.ONLINE);
  const versions = [...new Set(online.map((agent) => agent.version))].sort(compareNames);
  const old = new Set(versions.slice(0, -1));
  const hasNew = online.some((agent) => agent.protocol === AgentProtocol.V1);
  return new Set(
    online
      .filter((agent) => (agent.protocol === AgentProtocol.LEGACY ? hasNew : old.has(agent.version)))
      .map((agent) => agent.id),
  );
}
