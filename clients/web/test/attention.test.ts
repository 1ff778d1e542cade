import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { AgentSchema, AgentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { ConditionStatus, DeploymentConditionSchema, DeploymentTarget, type DisplayCountsSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { expect, it } from "vitest";
import { findConcerns } from "../src/pages/overview/attention.ts";

const module = (displayCounts: MessageInitShape<typeof DisplayCountsSchema>, target = DeploymentTarget.DEPLOYED, isFlowing = true) =>
  create(ModuleSchema, {
    id: "m",
    name: "tcp",
    deployment: {
      target,
      displayCounts,
      conditions: isFlowing ? [] : [{ type: "DataFlowing", status: ConditionStatus.FALSE, message: "no rows" }],
    },
  });

const agent = (nodeName: string, state = AgentState.ONLINE, cordoned = false) => create(AgentSchema, { id: nodeName, nodeName, state, cordoned });

const found = (modules: ReturnType<typeof module>[], agents: ReturnType<typeof agent>[] = []) =>
  findConcerns(modules, agents, undefined).map(({ kind, count, subject }) => `${kind} ${count} ${subject}`);

it("nothing is wrong where everything runs", () => {
  expect(found([module({ total: 25, running: 25 })], [agent("a")])).toEqual([]);
  expect(found([module({ total: 25, stopped: 25 }, DeploymentTarget.UNDEPLOYED)], [agent("a")])).toEqual([]);
});

it("what failed, is held or can not run is named", () => {
  expect(found([module({ total: 25, running: 20, failed: 2, held: 1, unsupported: 2 })])).toEqual(["module 3 tcp", "unsupported 2 tcp"]);
  expect(found([module({ total: 25, stopped: 24, failed: 1 }, DeploymentTarget.UNDEPLOYED)])).toEqual(["undeploy 1 tcp"]);
  expect(found([module({ total: 25, running: 25 }, DeploymentTarget.DEPLOYED, false)])).toEqual(["condition 0 tcp"]);
});

it("a cordoned agent that does not stop an undeployed module is named", () => {
  const stopped = module({ total: 1, cordoned: 1 }, DeploymentTarget.UNDEPLOYED);
  stopped.deployment!.conditions = [
    create(DeploymentConditionSchema, { type: "AgentsConverged", status: ConditionStatus.FALSE, reason: "STOP_FAILED", message: "0 of 1 agents stopped" }),
  ];
  expect(found([stopped])).toEqual(["condition 0 tcp"]);
});

it("cordoned and offline nodes are named, each once", () => {
  const agents = [agent("a", AgentState.ONLINE, true), agent("b", AgentState.OFFLINE, true), agent("c", AgentState.OFFLINE), agent("d", AgentState.TERMINATED, true)];
  expect(found([module({ total: 3, cordoned: 1, offline: 2 })], agents)).toEqual(["agents 2 b, c", "cordoned 1 a"]);
});
