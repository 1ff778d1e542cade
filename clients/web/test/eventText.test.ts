import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";
import { eventInWords, kindOfEvent } from "../src/parts/eventText.ts";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");
const kinds = [...read("src/ApiServer/Events/EventKinds.cs").matchAll(/= "([A-Z_]+)"/g)].map(([, kind]) => kind!);

it.each([["en", en], ["zh", zh]])("each kind of event has a name, and a text of its own: %s", (_, texts) => {
  expect(kinds.length).toBeGreaterThan(25);
  expect(Object.keys(texts.eventKind)).toEqual(expect.arrayContaining(kinds));
  const told = new Set(Object.keys(texts.eventText).map((key) => key.split("-")[0]));
  expect(kinds.filter((kind) => !told.has(kind))).toEqual([]);
});

describe("what happened", () => {
  const chinese = createInstance();
  const english = createInstance();
  beforeAll(async () => {
    await chinese.init({ lng: "zh", resources: { zh: { translation: zh } }, interpolation: { escapeValue: false } });
    await english.init({ lng: "en", resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
  });
  const of = (t: TFunction, kind: string, parameters: Record<string, string>) => eventInWords(t, { kind, message: "in English", parameters });

  it("is said in the language of the page", () => {
    expect(of(chinese.t, "INSTANCE_FAILED", { module: "dns", node: "n-1", error: "no <b>" })).toBe("模块“dns”在节点“n-1”上失败：no <b>");
    expect(of(chinese.t, "AGENT_LOST", { node: "n-1", why: "SILENT" })).toBe("节点“n-1”的代理没有心跳。");
    expect(of(chinese.t, "RETENTION_SET", { table: "", seconds: "86400" })).toBe("所有没有单独设置的表 的行保留：1 天。");
    expect(of(chinese.t, "CALL_DENIED", { reason: "TOKEN_REVOKED", error: "The token 'a' was revoked." })).not.toMatch(/TOKEN_REVOKED|The token/);
  });

  it("names the node, or the nodes", () => {
    expect(of(english.t, "INSTANCE_FAILED", { module: "dns", node: "n-1", error: "why" })).toBe("Module 'dns' failed on node 'n-1': why");
    expect(of(english.t, "INSTANCE_FAILED", { module: "dns", count: "7", nodes: "n-1, n-2", more: "5", error: "why" })).toBe(
      "Module 'dns' failed on 7 nodes (n-1, n-2 and 5 more): why",
    );
    expect(of(english.t, "AGENT_LOST", { count: "2", nodes: "n-1, n-2", why: "SILENT" })).toBe("2 agents were lost: n-1, n-2.");
  });

  it("counts in words", () => {
    expect(of(english.t, "PHASE_REACHED", { module: "dns", why: "DEPLOYED", total: "3", running: "2", failed: "1" })).toBe(
      "Module 'dns' deployed to 3 agents: 2 running, 1 failed.",
    );
  });

  it("is what the server said where it says no more, or where nobody knows the kind", () => {
    expect(of(chinese.t, "MODULE_CREATED", {})).toBe("in English");
    expect(of(chinese.t, "WHAT_IS_NEW", { module: "dns" })).toBe("in English");
    expect(kindOfEvent(chinese.t, "WHAT_IS_NEW")).toBe("What is new");
  });
});
