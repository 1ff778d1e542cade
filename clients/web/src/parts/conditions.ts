import { type DeploymentCondition } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { ModuleErrorKind } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_usage";
import { type TFunction } from "i18next";

/** Why a condition does not hold, in words where there are some. */
export const reasonInWords = (t: TFunction, reason: string): string => (reason ? t(`reason.${reason}`, { defaultValue: reason }) : "");

/** What failed; empty where agents did not say. */
export const kindInWords = (t: TFunction, kind: ModuleErrorKind): string =>
  kind === ModuleErrorKind.UNSPECIFIED ? "" : t(`errorKind.${ModuleErrorKind[kind]}`, { defaultValue: "" });

export const nameOfCondition = (t: TFunction, { type }: DeploymentCondition): string => t(`condition.${type}`, { defaultValue: type });
