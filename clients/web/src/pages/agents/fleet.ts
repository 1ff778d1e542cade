import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { findOutdated } from "./outdated.ts";

/** What people are shown of an agent, in one word; the first that holds. */
export type FleetState = "terminated" | "offline" | "cordoned" | "outdated" | "online";

/** Each agent once, so that the bar, the filters and what is counted agree. */
export function fleetStates(agents: readonly Agent[], outdated = findOutdated(agents)): ReadonlyMap<Agent, FleetState> {
  const of = ({ id, state, cordoned }: Agent): FleetState =>
    state === AgentState.TERMINATED ? "terminated" : state !== AgentState.ONLINE ? "offline" : cordoned ? "cordoned" : outdated.has(id) ? "outdated" : "online";
  return new Map(agents.map((agent) => [agent, of(agent)]));
}
