import { create } from "@bufbuild/protobuf";
import { AgentProtocol, AgentSchema, AgentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { expect, it } from "vitest";
import { findOutdated } from "../src/pages/agents/outdated.ts";

const agent = (id: string, version: string, protocol = AgentProtocol.V1, state = AgentState.ONLINE) => create(AgentSchema, { id, version, protocol, state });

it("finds those older than the newest that is online", () => {
  const found = findOutdated([
    agent("old", "0.9.0"),
    agent("new", "0.10.0"),
    agent("legacy", "", AgentProtocol.LEGACY),
    agent("away", "0.9.0", AgentProtocol.V1, AgentState.OFFLINE),
    agent("newer-away", "0.11.0", AgentProtocol.V1, AgentState.OFFLINE),
  ]);
  expect([...found]).toEqual(["old", "legacy"]);
});

it("finds none in a fleet that is all the same", () => {
  expect(findOutdated([agent("a", "1.0"), agent("b", "1.0")]).size).toBe(0);
  expect(findOutdated([agent("a", "", AgentProtocol.LEGACY)]).size).toBe(0);
  expect(findOutdated([]).size).toBe(0);
});
