import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { base64Decode } from "@bufbuild/protobuf/wire";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { contentOf, type Content } from "./content.ts";

const modules = import.meta.glob<JsonValue>("../../../../../../samples/*/create.json", { import: "module" });
const inputs = import.meta.glob<string[]>("../../../../../../samples/*/events.json", { import: "input" });

const nameOf = (path: string) => path.split("/").at(-2)!;

/** Modules to start from: those of the directory `samples`. */
export const sampleNames: readonly string[] = Object.keys(modules).map(nameOf);

export interface Sample {
  readonly name: string;
  readonly content: Content;
  /** Events to try it with. */
  readonly events: readonly Uint8Array[];
}

export async function loadSample(name: string): Promise<Sample> {
  const find = <T>(files: Record<string, T>): T | undefined => Object.entries(files).find(([path]) => nameOf(path) === name)?.[1];
  const [module, events] = await Promise.all([find(modules)?.(), find(inputs)?.()]);
  return { name, content: contentOf(fromJson(ModuleSchema, module ?? {})), events: (events ?? []).map(base64Decode) };
}
