import { fromJson, toJson, type JsonObject, type JsonValue } from "@bufbuild/protobuf";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { parse, stringify } from "yaml";
import { contentOf, type Content } from "./content.ts";

/** The whole module as one document, its sources as they were written. */
export const toYaml = (content: Content): string => stringify(toJson(ModuleSchema, content), { lineWidth: 0 });

/** Reads what `toYaml` wrote, the same as JSON, and the request that creates a module. Throws an Error that says what is wrong. */
export function fromFile(text: string): Content {
  const read = parse(text) as JsonValue;
  if (typeof read !== "object" || read === null || Array.isArray(read)) {
    throw new Error("The file holds no object.");
  }

  return contentOf(fromJson(ModuleSchema, isObject(read["module"]) ? read["module"] : read));
}

/** Lets the browser save it. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}

const isObject = (value: JsonValue | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
