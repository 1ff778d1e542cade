import { type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { DeploymentTarget, type DeploymentCondition } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { ComponentState, type GetServerStatusResponse } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/status_service";
import { type Timestamp } from "@bufbuild/protobuf/wkt";
import { brokenOf } from "../../parts/conditions.ts";
import { failing, type Counts } from "../../parts/display/counts.ts";
import { compareNames } from "../../parts/natural.ts";
import { fleetStates } from "../agents/fleet.ts";

/** Something that does not work, or does not work everywhere. */
export interface Concern {
  readonly key: string;
  /** Greater is worse. */
  readonly weight: number;
  readonly kind: "component" | "module" | "undeploy" | "unsupported" | "condition" | "agents" | "cordoned";
  /** Of what: a name. */
  readonly subject: string;
  readonly detail: string;
  /** What does not hold, where that is the detail. */
  readonly broken?: { readonly condition: DeploymentCondition; readonly counts: Counts | undefined } | undefined;
  /** How many nodes it concerns; 0 when that says nothing. */
  readonly count: number;
  readonly since: Timestamp | undefined;
  readonly path: string;
}

const mostNames = 3;

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
  if (!deployment) {
    return [];
  }

  const path = `/modules/${id}`;
  const isDeployed = deployment.target === DeploymentTarget.DEPLOYED;
  const [failed, unsupported] = [failing(deployment.displayCounts), deployment.displayCounts?.unsupported ?? 0];
  const broken = brokenOf(deployment);
  const error = deployment.conditions.flatMap((condition) => condition.errors)[0]?.text;
  const detail = error ?? broken?.message ?? "";
  const said = broken && error === undefined ? { condition: broken, counts: deployment.displayCounts } : undefined;
  const concerns: Concern[] = [];
  if (failed > 0) {
    const kind = isDeployed ? "module" : "undeploy";
    concerns.push({ key: path, weight: 80, kind, subject: name, detail, broken: said, count: failed, since: broken?.updateTime ?? deployment.startTime, path });
  } else if (broken) {
    concerns.push({ key: path, weight: 50, kind: "condition", subject: name, detail: broken.message, broken: { condition: broken, counts: deployment.displayCounts }, count: 0, since: broken.updateTime, path });
  }

  if (unsupported > 0) {
    const why = failed > 0 ? "" : detail;
    concerns.push({
      key: `${path}/unsupported`, weight: 65, kind: "unsupported", subject: name, detail: why, broken: failed > 0 ? undefined : said, count: unsupported,
      since: broken?.updateTime ?? deployment.startTime, path,
    });
  }

  return concerns;
}

function ofAgents(agents: readonly Agent[]): Concern[] {
  const states = fleetStates(agents);
  const [offline, cordoned] = [agents.filter((agent) => states.get(agent) === "offline"), agents.filter((agent) => states.get(agent) === "cordoned")];
  const lastSeen = offline.map((agent) => agent.lastSeenTime).sort((a, b) => Number((a?.seconds ?? 0n) - (b?.seconds ?? 0n)))[0];
  const of = (kind: "agents" | "cordoned", some: readonly Agent[], weight: number, since: Timestamp | undefined, state: string): Concern[] =>
    some.length === 0 ? [] : [{ key: kind, weight, kind, subject: namesOf(some), detail: "", count: some.length, since, path: `/agents?state=${state}` }];
  return [...of("agents", offline, 70, lastSeen, "offline"), ...of("cordoned", cordoned, 40, undefined, "cordoned")];
}

const namesOf = (agents: readonly Agent[]): string =>
  agents.map((agent) => agent.nodeName || agent.id).sort(compareNames).slice(0, mostNames).join(", ") + (agents.length > mostNames ? ", …" : "");
