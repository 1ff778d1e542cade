import { type TFunction } from "i18next";

const units = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
] as const;

/** A length of time in the largest unit that it is a whole number of. */
export function durationInWords(t: TFunction, seconds: number): string {
  const [unit, length] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? (["seconds", 1] as const);
  return t(`database.${unit}`, { count: seconds / length });
}
