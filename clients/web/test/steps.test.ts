import { expect, it } from "vitest";
import { stepOf } from "../src/pages/modules/steps.ts";

// 7 cells in rows of 3.
it.each([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 6, 6],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 1, 4],
  ["ArrowDown", 5, 5],
  ["ArrowUp", 4, 1],
  ["ArrowUp", 2, 2],
  ["Home", 5, 0],
  ["End", 0, 6],
  ["ArrowDown", -1, 0],
  ["Enter", 0, undefined],
])("goes by %s from cell %i to %s", (key, at, to) => {
  expect(stepOf(key, at, 3, 7)).toBe(to);
});
