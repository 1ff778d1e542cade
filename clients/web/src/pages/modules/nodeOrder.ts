import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { compareNames } from "../../parts/natural.ts";

/** Instances by the names of their nodes. What changes is mostly their state: the order is made anew only when others are there. */
export class NodeOrder {
  private order: readonly string[] = [];

  apply(items: readonly ModuleInstance[]): ModuleInstance[] {
    const byAgent = new Map(items.map((item) => [item.agentId, item]));
    if (this.order.length !== byAgent.size || this.order.some((id) => !byAgent.has(id))) {
      this.order = [...byAgent.values()].sort((a, b) => compareNames(a.nodeName, b.nodeName)).map((item) => item.agentId);
    }

    return this.order.map((id) => byAgent.get(id)!);
  }
}
