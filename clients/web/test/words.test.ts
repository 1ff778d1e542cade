import { ModuleErrorKind } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_usage";
import { expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";

it.each([["en", en], ["zh", zh]])("why no rows arrive is said in words: %s", (_, texts) => {
  const kinds = Object.keys(ModuleErrorKind).filter((name) => !/^\d+$|UNSPECIFIED/.test(name));
  expect(Object.keys(texts.errorKind)).toEqual(kinds);
  expect(Object.keys(texts.reason)).toEqual(expect.arrayContaining(["EBPF_ERROR", "WASM_ERROR", "INSERT_FAILED", "EVENTS_LOST"]));
});
