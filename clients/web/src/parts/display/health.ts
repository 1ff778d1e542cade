import { DeploymentTarget, type Deployment } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { failing, type Counts } from "./counts.ts";
import { type Tone } from "./displayStates.ts";

/** What the server says of cordoned agents that run a module still. */
const stopFailed = "STOP_FAILED";

/** Whether a module works where it should, and is stopped where it should be: a tone, and a word at `state.<name>`. */
export function healthOf(counts: Counts, { target, conditions }: Pick<Deployment, "target" | "conditions">): readonly [Tone, string] {
  const { total, running, stopped, updating, pending, unsupported, cordoned, offline } = counts;
  if (failing(counts) > 0 || conditions.some(({ reason }) => reason === stopFailed)) {
    return ["error", "failing"];
  }

  if (target === DeploymentTarget.UNDEPLOYED) {
    return updating + pending + running > 0 ? ["processing", "stopping"] : offline > 0 ? ["warning", "notKnownEverywhere"] : ["default", "stopped"];
  }

  if (updating + pending + stopped > 0) {
    return ["processing", "starting"];
  }

  return running === 0
    ? ["default", "noneRuns"]
    : unsupported + cordoned + offline > 0 || running < total
      ? ["warning", "notEverywhere"]
      : ["success", "healthy"];
}
