import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { type TFunction } from "i18next";

/** Where a module that is deployed now will run: at once, and on which nodes once they are back. */
export function describeReach(t: TFunction, agents: readonly Pick<Agent, "state" | "cordoned">[]): string {
  const known = agents.filter(({ state }) => state !== AgentState.TERMINATED);
  const offline = known.filter(({ state }) => state !== AgentState.ONLINE).length;
  const cordoned = known.filter(({ state, cordoned }) => state === AgentState.ONLINE && cordoned).length;
  const later = [
    offline > 0 ? t("module.reachOffline", { count: offline }) : "",
    cordoned > 0 ? t("module.reachCordoned", { count: cordoned }) : "",
  ].filter(Boolean);
  const now = known.length - offline - cordoned;
  return later.length === 0
    ? t("module.reach", { count: now })
    : t("module.reachNow", { count: now }) + t("module.reachLater", { what: later.join(t("module.reachAnd")), count: offline + cordoned });
}
