import { create } from "@bufbuild/protobuf";
import { AgentSchema, AgentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { expect, it } from "vitest";
import { fleetStates } from "../src/pages/agents/fleet.ts";

const agent = (state: AgentState, cordoned = false, version = "2.0") => create(AgentSchema, { id: `${state}${cordoned}${version}`, state, cordoned, version });

it("puts each agent in one place, the first that holds", () => {
  const agents = [
    agent(AgentState.ONLINE),
    agent(AgentState.ONLINE, false, "1.0"),
    agent(AgentState.ONLINE, true, "1.0"),
    agent(AgentState.OFFLINE, true),
    agent(AgentState.TERMINATED, true),
  ];
  expect([...fleetStates(agents).values()]).toEqual(["online", "outdated", "cordoned", "offline", "terminated"]);
});
