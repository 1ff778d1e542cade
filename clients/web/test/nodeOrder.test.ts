import { create } from "@bufbuild/protobuf";
import { DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleInstanceSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { expect, it } from "vitest";
import { NodeOrder } from "../src/pages/modules/nodeOrder.ts";

const on = (nodeName: string, displayState = DisplayState.PENDING, agentId = nodeName) => create(ModuleInstanceSchema, { agentId, nodeName, displayState });

it("counts as people do, and follows what comes, goes and changes", () => {
  const order = new NodeOrder();
  const names = (...items: ReturnType<typeof on>[]) => order.apply(items).map((item) => `${item.nodeName} ${item.displayState}`);

  expect(names(on("n10"), on("n9"), on("a"))).toEqual(["a 7", "n9 7", "n10 7"]);
  expect(names(on("n10"), on("n9", DisplayState.FAILED), on("a"))).toEqual(["a 7", "n9 5", "n10 7"]);
  expect(names(on("n10"), on("n9"), on("n1"))).toEqual(["n1 7", "n9 7", "n10 7"]);
  expect(names(on("n9"))).toEqual(["n9 7"]);
  expect(names(on("n9"), on("n9", DisplayState.FAILED, "after a restart"))).toEqual(["n9 7", "n9 5"]);
});
