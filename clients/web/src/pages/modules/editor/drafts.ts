import { fromJsonString, toJsonString } from "@bufbuild/protobuf";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { contentOf, type Content } from "./content.ts";

/** What was written and not saved. */
export interface Draft {
  readonly content: Content;
  /** The module's etag when the editing began; empty for a new one. */
  readonly etag: string;
  readonly time: Date;
}

/** A new module that begins with a sample has a draft of its own: `new/<sample>`. */
const keyOf = (id: string) => `draft:${id || "new"}`;

export function readDraft(id: string): Draft | undefined {
  try {
    const { module, etag, time } = JSON.parse(localStorage.getItem(keyOf(id)) ?? "") as Record<"module" | "etag" | "time", string>;
    return { content: contentOf(fromJsonString(ModuleSchema, module)), etag, time: new Date(time) };
  } catch {
    return undefined; // None, or one of another version of this page.
  }
}

/** False when the browser has no room for it. */
export function keepDraft(id: string, { content, etag, time }: Draft): boolean {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify({ module: toJsonString(ModuleSchema, content), etag, time: time.toISOString() }));
    return true;
  } catch {
    dropDraft(id);
    return false;
  }
}

export const dropDraft = (id: string): void => localStorage.removeItem(keyOf(id));
