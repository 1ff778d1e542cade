import { FindingSeverity, type Finding } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";

/** The parts of the editor; what belongs to none of the others is above them all. */
export type Part = "about" | "ebpf" | "wasm" | "output_schema" | "panel";

/** Where in the editor a finding belongs. */
export function partOf({ field }: Finding): Part {
  const first = field.split(/[.[]/)[0];
  return first === "ebpf" || first === "wasm" || first === "output_schema" || first === "panel" ? first : "about";
}

export const isError = (finding: Finding): boolean => finding.severity === FindingSeverity.ERROR;

/** What is to be said at a field, except what is said at a line of its text. */
export const findingsAt = (findings: readonly Finding[], path: string): Finding[] => findings.filter((one) => one.field === path && one.line === 0);
