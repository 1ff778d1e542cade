import { AgentState, type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { ConditionStatus, DeploymentTarget } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { ComponentState, type GetServerStatusResponse } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/status_service";
import { type Timestamp } from "@bufbuild/protobuf/wkt";

/** Something that does not work, or does not work everywhere. */
export interface Concern {
  readonly key: string;
  /** Greater is worse. */
  readonly weight: number;
  readonly kind: "component" | "module" | "condition" | "agents";
  /** Of what: a name. */
  readonly subject: string;
  readonly detail: string;
  /** How many nodes it concerns; 0 when that says nothing. */
  readonly count: number;
  readonly since: Timestamp | undefined;
  readonly path: string;
}

/** What needs attention, the worst first. */
export function findConcerns(
  modules: readonly Module[],
  agents: readonly Agent[],
  status: GetServerStatusResponse | undefined,
): Concern[] {
  return [...ofComponents(status), ...modules.flatMap(ofModule), ...ofAgents(agents)].sort((a, b) => b.weight - a.weight || b.count - a.count);
}

function ofComponents(status: GetServerStatusResponse | undefined): Concern[] {
  return (status?.components ?? [])
    .filter(({ state }) => state === ComponentState.DOWN || state === ComponentState.DEGRADED)
    .map(({ name, state, message, updateTime }) => ({
      key: `component/${name}`,
      weight: state === ComponentState.DOWN ? 100 : 60,
      kind: "component",
      subject: name,
      detail: message,
      count: 0,
      since: updateTime,
      path: "/status",
    }));
}

function ofModule({ id, name, deployment }: Module): Concern[] {
  if (deployment?.target !== DeploymentTarget.DEPLOYED) {
    return [];
  }

  const path = `/modules/${id}`;
  const counts = deployment.counts;
  const failing = (counts?.failed ?? 0) + (counts?.held ?? 0);
  const broken = deployment.conditions.find((condition) => condition.status === ConditionStatus.FALSE);
  if (failing > 0) {
    const text = deployment.conditions.flatMap((condition) => condition.errors)[0]?.text ?? broken?.message ?? "";
    return [{ key: path, weight: 80, kind: "module", subject: name, detail: text, count: failing, since: deployment.updateTime, path }];
  }

  return broken
    ? [{ key: path, weight: 50, kind: "condition", subject: name, detail: broken.message, count: 0, since: broken.updateTime, path }]
    : [];
}

function ofAgents(agents: readonly Agent[]): Concern[] {
  const offline = agents.filter((agent) => agent.state === AgentState.OFFLINE);
  const lastSeen = offline.map((agent) => agent.lastSeenTime).sort((a, b) => Number((a?.seconds ?? 0n) - (b?.seconds ?? 0n)))[0];
  const names = offline.slice(0, 3).map((agent) => agent.nodeName).join(", ");
  return offline.length > 0
    ? [{ key: "agents", weight: 70, kind: "agents", subject: names, detail: "", count: offline.length, since: lastSeen, path: "/agents?state=offline" }]
    : [];
}
