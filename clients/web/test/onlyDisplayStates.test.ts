import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));

/** How an order to an agent went is not what runs there: SUCCEEDED is also an agent that runs nothing, as it should. */
const notForPeople = /\bInstanceState\b|\bInstanceCounts\b|\binstanceCounts\b|deployment\??\.counts\b|\bobservedRevision\b|\bcounts\??\.(succeeded|inProgress)\b/;

it("nothing is drawn of instances but their display states", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((name) => notForPeople.test(readFileSync(join(root, name), "utf8")))).toEqual([]);
});

it("the states of the contract become words and colours in one file", () => {
  const mapping = files.filter((name) => /\[DisplayState\.\w+\]:/.test(readFileSync(join(root, name), "utf8")));
  expect(mapping).toEqual(["parts/display/displayStates.ts"]);
});
