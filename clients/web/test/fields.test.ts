import { createInstance } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";
import { fieldInWords } from "../src/parts/fields.ts";

describe.each([
  ["en", en, ["column 2 › name", "eBPF › probe 3 › target", "WASM › name of the function", "labels team", "description", "what is to come"]],
  ["zh", zh, ["列 2 › 名称", "eBPF › 探针 3 › 目标", "WASM › 函数名", "标签 team", "描述", "what is to come"]],
] as const)("in %s", (lng, translation, expected) => {
  const i18n = createInstance();
  beforeAll(() => i18n.init({ lng, resources: { [lng]: { translation } } }));

  it("no path of a field reaches a person", () => {
    const paths = ["output_schema.fields[1].name", "module.ebpf.probes[2].target", "wasm.function_name", 'labels["team"]', "module.description", "what_is_to_come"];
    expect(paths.map((path) => fieldInWords(i18n.t, path))).toEqual(expected);
  });
});
