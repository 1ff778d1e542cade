import { type TFunction } from "i18next";

const steps = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
] as const;

/** How long ago, in its largest unit; a clock that is a little ahead makes it now. */
export function ago(t: TFunction, time: Date, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - time.getTime()) / 1000));
  for (const [unit, length] of steps) {
    if (seconds >= length) {
      return t(`ago.${unit}`, { count: Math.floor(seconds / length) });
    }
  }

  return t("ago.s", { count: seconds });
}
