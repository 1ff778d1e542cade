import { create } from "@bufbuild/protobuf";
import { InstanceState, ModuleInstanceSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { expect, it } from "vitest";
import { NodeOrder } from "../src/pages/modules/nodeOrder.ts";

const on = (nodeName: string, state = InstanceState.PENDING, agentId = nodeName) => create(ModuleInstanceSchema, { agentId, nodeName, state });

it("counts as people do, and follows what comes, goes and changes", () => {
  const order = new NodeOrder();
  const names = (...items: ReturnType<typeof on>[]) => order.apply(items).map((item) => `${item.nodeName} ${item.state}`);

  expect(names(on("n10"), on("n9"), on("a"))).toEqual(["a 1", "n9 1", "n10 1"]);
  expect(names(on("n10"), on("n9", InstanceState.FAILED), on("a"))).toEqual(["a 1", "n9 4", "n10 1"]);
  expect(names(on("n10"), on("n9"), on("n1"))).toEqual(["n1 1", "n9 1", "n10 1"]);
  expect(names(on("n9"))).toEqual(["n9 1"]);
  expect(names(on("n9"), on("n9", InstanceState.FAILED, "after a restart"))).toEqual(["n9 1", "n9 4"]);
});
