import { type TFunction } from "i18next";

/** The same in each language. */
const names: Readonly<Partial<Record<string, string>>> = { ebpf: "eBPF", wasm: "WASM" };

/** A field of a request as people know it: `module.output_schema.fields[1].name` is "column 2 › name". */
export function fieldInWords(t: TFunction, path: string): string {
  const parts = path.replace(/^module\./, "").replace("output_schema.fields", "fields").split(".");
  return parts.map((part) => partInWords(t, part)).join(" › ");
}

function partInWords(t: TFunction, part: string): string {
  const [, name = "", index, key] = /^([^[]*)(?:\[(?:(\d+)|"?([^\]"]*)"?)\])?$/.exec(part) ?? [part, part];
  const word = names[name] ?? t(`path.${name}`, { defaultValue: name.replaceAll("_", " ") });
  return [word, index === undefined ? key : String(Number(index) + 1)].filter(Boolean).join(" ");
}
