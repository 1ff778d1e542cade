import { ConditionStatus, DeploymentTarget, type Deployment, type DeploymentCondition } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleErrorKind } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_usage";
import { type TFunction } from "i18next";

/** What does not hold. Of a module that should not run, only that agents stopped it matters. */
export const brokenOf = ({ target, conditions }: Deployment): DeploymentCondition | undefined =>
  conditions.find(({ status, type }) => status === ConditionStatus.FALSE && (target === DeploymentTarget.DEPLOYED || type === "AgentsConverged"));

/** Why a condition does not hold, in words where there are some. */
export const reasonInWords = (t: TFunction, reason: string): string => (reason ? t(`reason.${reason}`, { defaultValue: reason }) : "");

/** What failed; empty where agents did not say. */
export const kindInWords = (t: TFunction, kind: ModuleErrorKind): string =>
  kind === ModuleErrorKind.UNSPECIFIED ? "" : t(`errorKind.${ModuleErrorKind[kind]}`, { defaultValue: "" });

export const nameOfCondition = (t: TFunction, { type }: DeploymentCondition): string => t(`condition.${type}`, { defaultValue: type });
