import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { create, equals } from "@bufbuild/protobuf";
import { FindingSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/finding";
import { ModuleSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { ProgramFormat, ProgramLanguage } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/program";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseEvents, toText } from "../src/pages/modules/editor/bytes.ts";
import { contentOf, emptyContent } from "../src/pages/modules/editor/content.ts";
import { dropDraft, keepDraft, readDraft } from "../src/pages/modules/editor/drafts.ts";
import { fromFile, toYaml } from "../src/pages/modules/editor/file.ts";
import { findingsAt, partOf } from "../src/pages/modules/editor/findings.ts";

const samples = join(import.meta.dirname, "../../../samples");
const bytes = (...values: number[]) => Uint8Array.from(values);

describe("a module's file", () => {
  const names = readdirSync(samples, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);

  it.each(names)("brings sample %s back as it was", (name) => {
    const sample = fromFile(readFileSync(join(samples, name, "create.json"), "utf8"));

    const text = toYaml(sample);

    expect(equals(ModuleSchema, fromFile(text), sample)).toBe(true);
    expect(text).toContain("source: |");
  });

  it("brings compiled programs back", () => {
    const content = emptyContent();
    content.wasm = { ...content.wasm, format: ProgramFormat.BINARY, language: ProgramLanguage.UNSPECIFIED, binary: bytes(0, 97, 115, 109) };

    expect(fromFile(toYaml(content)).wasm.binary).toEqual(bytes(0, 97, 115, 109));
  });

  it.each(["", "just words", "- a\n- b", "nme: a", "name: [a", '{"ebpf":{"probes":3}}'])("that is none is refused: %j", (text) => {
    expect(() => fromFile(text)).toThrow();
  });
});

describe("what is edited of a module", () => {
  it("has nothing that only the server writes", () => {
    const content = contentOf(
      create(ModuleSchema, {
        id: "a",
        etag: "1",
        revision: 3,
        name: "n",
        outputSchema: { tableName: "t" },
        wasm: { format: ProgramFormat.TEXT, source: "int f;", binary: bytes(1) },
      }),
    );

    expect(content).toMatchObject({ id: "", etag: "", revision: 0, name: "n" });
    expect([content.outputSchema.tableName, content.wasm.binary.length, content.wasm.source]).toEqual(["", 0, "int f;"]);
  });
});

describe("events", () => {
  it.each(["hex", "base64"] as const)("in %s are those that they were", (notation) => {
    const events = [bytes(0, 1, 2, 253, 254, 255), bytes(7)];

    expect(parseEvents(events.map((event) => toText(event, notation)).join("\n"), notation)).toEqual({ events, wrongLine: 0 });
  });

  it("in hex may be written in many ways", () => {
    expect(parseEvents("0xDE, 0xad\n\n be:ef \n", "hex").events).toEqual([bytes(0xde, 0xad), bytes(0xbe, 0xef)]);
  });

  it.each([["00\nabc", "hex", 2], ["zz", "hex", 1], ["AA==\n\n*", "base64", 3]] as const)("%j is not all %s", (text, notation, wrongLine) => {
    expect(parseEvents(text, notation)).toEqual({ events: [], wrongLine });
  });
});

describe("a draft", () => {
  afterEach(() => vi.unstubAllGlobals());

  function storage(room = Infinity) {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      removeItem: (key: string) => kept.delete(key),
      setItem: (key: string, value: string) => {
        if (value.length > room) {
          throw new DOMException("full", "QuotaExceededError");
        }

        kept.set(key, value);
      },
    });
    return kept;
  }

  const draft = { content: { ...emptyContent(), name: "n" }, etag: "3", time: new Date(1_000) };

  it("is there until it is dropped, for its module only", () => {
    storage();
    keepDraft("a", draft);

    expect(readDraft("a")).toMatchObject({ content: { name: "n" }, etag: "3", time: new Date(1_000) });
    expect(readDraft("")).toBeUndefined();
    dropDraft("a");
    expect(readDraft("a")).toBeUndefined();
  });

  it("that finds no room is not there in an older form", () => {
    const kept = storage(400);
    expect(keepDraft("a", draft)).toBe(true);

    expect(keepDraft("a", { ...draft, content: { ...draft.content, description: "x".repeat(400) } })).toBe(false);

    expect(kept.size).toBe(0);
  });

  it("of another form is none", () => {
    storage().set("draft:a", '{"module":"{\\"unknown\\":1}"}');

    expect(readDraft("a")).toBeUndefined();
  });
});

describe("a finding", () => {
  const at = (field: string, line = 0) => create(FindingSchema, { field, line });

  it("belongs to a part of the editor", () => {
    expect(["name", "ebpf.probes[2].target", "wasm", "output_schema.fields[0].name", "panel", "labels"].map((field) => partOf(at(field)))).toEqual(
      ["about", "ebpf", "wasm", "output_schema", "panel", "about"],
    );
  });

  it("at a line is said there and not at its field", () => {
    expect(findingsAt([at("wasm.source", 3), at("wasm.source"), at("wasm")], "wasm.source")).toEqual([at("wasm.source")]);
  });
});
