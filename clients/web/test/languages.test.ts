import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";

function keysOf(texts: object, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) => (typeof value === "string" ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`)));
}

const source = readdirSync(join(import.meta.dirname, "../src"), { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join(import.meta.dirname, "../src", name), "utf8"))
  .join("\n");

const plain = (key: string) => key.replace(/_(one|other)$/, "");

it("has every text in both languages", () => {
  expect(keysOf(zh)).toEqual(keysOf(en));
});

it("has no empty text, and Chinese is not English", () => {
  const same = keysOf(en).filter((key) => {
    const [a, b] = [en, zh].map((texts) => key.split(".").reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], texts));
    return !a || !b || a === b;
  });
  expect(same).toEqual(["nav.grafana", "field.pod", "field.id", "component.promscale", "component.grafana", "component.kubernetes"]);
});

it("has every text that the code asks for", () => {
  const known = new Set(keysOf(en).map(plain));
  const asked = [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map((match) => match[1]!);
  expect(asked.length).toBeGreaterThan(50);
  expect(asked.filter((key) => !known.has(key))).toEqual([]);
});

it("has no words outside of the languages' files", () => {
  // Text between tags that is neither a name nor code.
  const words = [...source.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+)\s*</g)].map((match) => match[1]);
  expect(words).toEqual([]);
});
