import { type DisplayCounts } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { type TFunction } from "i18next";
import { displayOrder, lookOf, type DisplayName, type Look } from "./displayStates.ts";

/** How many instances are shown in which way. */
export type Counts = Readonly<Pick<DisplayCounts, DisplayName | "total">>;

/** Of instances that are at hand, so that what is drawn of them and what is counted can not differ. */
export function countsOf(instances: readonly Pick<ModuleInstance, "displayState">[]): Counts {
  const counts: Record<DisplayName | "total", number> = {
    total: instances.length, offline: 0, cordoned: 0, unsupported: 0, held: 0, failed: 0, updating: 0, pending: 0, running: 0, stopped: 0,
  };
  for (const { displayState } of instances) {
    const look = lookOf(displayState);
    if (look) {
      counts[look.name]++;
    }
  }

  return counts;
}

/** Those that failed, and are or can be tried again. */
export const failing = (counts: Counts | undefined): number => (counts ? counts.failed + counts.held : 0);

/** What is there of each state, without those of which there is nothing. */
export const present = (counts: Counts): readonly (readonly [Look, number])[] =>
  displayOrder.filter(({ name }) => counts[name] > 0).map((look) => [look, counts[look.name]]);

/** `3 cordoned`. */
export const countInWords = (t: TFunction, { name }: Look, count: number): string => t("counts.one", { count, state: t(`display.${name}`) });

/** All of it: `20 running, 3 cordoned`. */
export const inWords = (t: TFunction, counts: Counts): string =>
  present(counts).map(([look, count]) => countInWords(t, look, count)).join(t("display.separator"));

/** Shorter where something runs: how many do of those that should, and what the others are. */
export function inShort(t: TFunction, counts: Counts): string[] {
  const wanted = counts.total - counts.stopped;
  const others = present(counts).filter(([{ name }]) => name !== "running").map(([look, count]) => countInWords(t, look, count));
  return [...(wanted > 0 && (counts.running > 0 || counts.stopped === 0) ? [`${counts.running} / ${wanted}`] : []), ...others];
}
