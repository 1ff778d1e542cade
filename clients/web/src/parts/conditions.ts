import { ConditionStatus, DeploymentTarget, type Deployment, type DeploymentCondition } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleErrorKind } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_usage";
import { type TFunction } from "i18next";
import { inWords, type Counts } from "./display/counts.ts";

/** What does not hold. Of a module that should not run, only that agents stopped it matters. */
export const brokenOf = ({ target, conditions }: Deployment): DeploymentCondition | undefined =>
  conditions.find(({ status, type }) => status === ConditionStatus.FALSE && (target === DeploymentTarget.DEPLOYED || type === "AgentsConverged"));

/** Why a condition does not hold, in words where there are some. */
export const reasonInWords = (t: TFunction, reason: string): string => (reason ? t(`reason.${reason}`, { defaultValue: reason }) : "");

/** What is so, or is not, in the language of the page; in the server's words where only it knows. */
export function conditionInWords(t: TFunction, { type, reason, message, status }: DeploymentCondition, counts?: Counts): string {
  if (type === "AgentsConverged" && counts) {
    const stuck = reason === "STOP_FAILED" ? t("conditionText.STOP_FAILED") : "";
    return [t("conditionText.agents", { total: counts.total, states: inWords(t, counts) || t("counts.none") }), stuck].filter(Boolean).join(" ");
  }

  const keys = reason ? [`conditionText.${type}-${reason}`, `conditionText.${reason}`] : [];
  return t(keys, { defaultValue: message || t(`condition.status.${status}`) });
}

/** What failed; empty where agents did not say. */
export const kindInWords = (t: TFunction, kind: ModuleErrorKind): string =>
  kind === ModuleErrorKind.UNSPECIFIED ? "" : t(`errorKind.${ModuleErrorKind[kind]}`, { defaultValue: "" });

export const nameOfCondition = (t: TFunction, { type }: DeploymentCondition): string => t(`condition.${type}`, { defaultValue: type });
