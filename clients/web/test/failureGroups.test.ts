import { create } from "@bufbuild/protobuf";
import { DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleInstanceSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { expect, it } from "vitest";
import { groupFailures } from "../src/pages/modules/failureGroups.ts";

const on = (agentId: string, displayState: DisplayState, message = "") => create(ModuleInstanceSchema, { agentId, displayState, message });

it("groups what is shown as a failure, and nothing else that has a message", () => {
  const groups = groupFailures([
    on("a", DisplayState.HELD, "lost"),
    on("b", DisplayState.FAILED, "too old"),
    on("c", DisplayState.FAILED, "too old"),
    on("d", DisplayState.UNSUPPORTED, "too old"),
    on("e", DisplayState.CORDONED, "too old"),
    on("f", DisplayState.OFFLINE, "too old"),
    on("g", DisplayState.RUNNING, "fine"),
    create(ModuleInstanceSchema, { agentId: "h", displayState: DisplayState.CORDONED, runningRevision: 1, message: "cannot detach" }),
  ]);
  expect(groups.map(({ state, nodes }) => [DisplayState[state], nodes.map((node) => node.agentId).join()])).toEqual([
    ["FAILED", "b,c"],
    ["HELD", "a"],
    ["UNSUPPORTED", "d"],
    ["CORDONED", "h"],
  ]);
});
