import { DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { type TFunction } from "i18next";
import { lookOf } from "./displayStates.ts";

export function wordOf(t: TFunction, state: DisplayState): string {
  const look = lookOf(state);
  return look ? t(`display.${look.name}`) : t("display.unknown");
}

/** The state in words, with what one must know beside it: what was known last, and whether something still runs. */
export function describe(t: TFunction, instance: Pick<ModuleInstance, "displayState" | "runningRevision" | "lastKnownState">): string {
  const { displayState, runningRevision: revision, lastKnownState } = instance;
  const parts = [wordOf(t, displayState)];
  if (displayState === DisplayState.OFFLINE) {
    // That it ran says more than the word for it.
    const isSaid = lastKnownState === DisplayState.UNSPECIFIED || (lastKnownState === DisplayState.RUNNING && revision > 0);
    parts.push(isSaid ? "" : t("display.was", { state: wordOf(t, lastKnownState) }), revision > 0 ? t("display.ran", { revision }) : "");
  } else if (displayState === DisplayState.CORDONED) {
    parts.push(revision > 0 ? t("display.stillRuns", { revision }) : t("display.stopped"));
  } else if (displayState !== DisplayState.RUNNING && revision > 0) {
    parts.push(t("display.runs", { revision }));
  }

  return parts.filter(Boolean).join(t("display.separator"));
}
