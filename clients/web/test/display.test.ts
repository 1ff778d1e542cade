import { create } from "@bufbuild/protobuf";
import { DeploymentConditionSchema, DeploymentTarget, DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";
import { countsOf, inShort, inWords } from "../src/parts/display/counts.ts";
import { describe as describeInstance } from "../src/parts/display/describe.ts";
import { displayOrder, lookOf } from "../src/parts/display/displayStates.ts";
import { healthOf } from "../src/parts/display/health.ts";

const { OFFLINE, CORDONED, UNSUPPORTED, HELD, FAILED, UPDATING, PENDING, RUNNING, STOPPED, UNSPECIFIED } = DisplayState;
const all = [OFFLINE, CORDONED, UNSUPPORTED, HELD, FAILED, UPDATING, PENDING, RUNNING, STOPPED];

const times = (count: number, displayState: DisplayState) => Array.from({ length: count }, () => ({ displayState }));

await i18next.init({ resources: { en: { translation: en }, zh: { translation: zh } }, lng: "en", interpolation: { escapeValue: false } });

describe("looks", () => {
  it("are there for each state of the contract, each once", () => {
    const states = Object.values(DisplayState).filter((value): value is DisplayState => typeof value === "number" && value !== UNSPECIFIED);
    expect(states).toEqual(all);
    expect(new Set(states.map(lookOf))).toEqual(new Set(displayOrder));
    expect(displayOrder).toHaveLength(states.length);
  });

  it("differ in name, colour and sign, and their colours are seen on the ground of a card", () => {
    for (const of of [(look) => look.name, (look) => look.light, (look) => look.dark, (look) => look.sign] as ((look: (typeof displayOrder)[number]) => string)[]) {
      expect(new Set(displayOrder.map(of)).size).toBe(all.length);
    }

    expect(displayOrder.filter((look) => contrast(look.light, "#ffffff") < 3 || contrast(look.dark, "#141414") < 3)).toEqual([]);
  });

  it("are called the same as by the command line", () => {
    expect(displayOrder.map((look) => en.display[look.name])).toEqual(displayOrder.map((look) => look.name));
  });

  it("have green for what runs only", () => {
    expect(all.filter((state) => lookOf(state)!.tone === "success")).toEqual([RUNNING]);
  });
});

describe("an instance in words", () => {
  const of = (displayState: DisplayState, runningRevision = 0, lastKnownState = UNSPECIFIED, lng = "en") =>
    describeInstance(i18next.getFixedT(lng), { displayState, runningRevision, lastKnownState });

  it.each([
    [of(RUNNING, 3), "running"],
    [of(OFFLINE, 3, RUNNING), "offline, ran revision 3"],
    [of(OFFLINE, 2, FAILED), "offline, was failed, ran revision 2"],
    [of(OFFLINE, 0, STOPPED), "offline, was stopped"],
    [of(OFFLINE, 0, RUNNING), "offline, was running"],
    [of(OFFLINE), "offline"],
    [of(CORDONED), "cordoned, stopped"],
    [of(CORDONED, 3), "cordoned, still runs revision 3"],
    [of(FAILED, 1), "failed, runs revision 1"],
    [of(STOPPED), "stopped"],
    [of(UNSPECIFIED), "unknown"],
    [of(OFFLINE, 3, RUNNING, "zh"), "离线，曾运行版本 3"],
    [of(CORDONED, 3, UNSPECIFIED, "zh"), "已隔离，仍在运行版本 3"],
  ])("%s", (text, expected) => expect(text).toBe(expected));
});

describe("counts", () => {
  const t = (lng = "en") => i18next.getFixedT(lng);

  it("are of what is shown, in one order, each with its word", () => {
    const counts = countsOf([...times(3, CORDONED), ...times(20, RUNNING), ...times(2, OFFLINE), ...times(1, FAILED)]);
    expect(inWords(t(), counts)).toBe("20 running, 1 failed, 3 cordoned, 2 offline");
    expect(inShort(t(), counts)).toEqual(["20 / 26", "1 failed", "3 cordoned", "2 offline"]);
  });

  it.each([
    [times(25, RUNNING), "25 / 25"],
    [times(25, STOPPED), "25 stopped"],
    [[...times(15, STOPPED), ...times(10, UPDATING)], "10 updating · 15 stopped"],
    [times(25, CORDONED), "0 / 25 · 25 cordoned"],
    [[...times(3, RUNNING), ...times(2, STOPPED)], "3 / 3 · 2 stopped"],
  ])("in short: %#", (instances, expected) => expect(inShort(t(), countsOf(instances)).join(" · ")).toBe(expected));
});

describe("health", () => {
  const of = (target: DeploymentTarget, ...instances: { displayState: DisplayState }[][]) => healthOf(countsOf(instances.flat()), { target, conditions: [] })[1];
  const { DEPLOYED, UNDEPLOYED } = DeploymentTarget;

  it("is good only where it runs everywhere", () => {
    expect(of(DEPLOYED, times(25, RUNNING))).toBe("healthy");
    const others = all.filter((state) => state !== RUNNING);
    expect(others.map((state) => of(DEPLOYED, times(24, RUNNING), times(1, state)))).not.toContain("healthy");
    expect(others.map((state) => of(DEPLOYED, times(25, state)))).not.toContain("healthy");
  });

  it("is grey and stopped after an undeploy", () => {
    expect(healthOf(countsOf(times(25, STOPPED)), { target: UNDEPLOYED, conditions: [] })).toEqual(["default", "stopped"]);
    expect(all.map((state) => healthOf(countsOf(times(1, state)), { target: UNDEPLOYED, conditions: [] })[0])).not.toContain("success");
    expect(of(UNDEPLOYED, times(24, STOPPED), times(1, OFFLINE))).toBe("notKnownEverywhere");
    expect(of(UNDEPLOYED, times(24, STOPPED), times(1, FAILED))).toBe("failing");
    const conditions = [create(DeploymentConditionSchema, { type: "AgentsConverged", reason: "STOP_FAILED" })];
    expect(healthOf(countsOf(times(1, CORDONED)), { target: UNDEPLOYED, conditions })[1]).toBe("failing");
  });
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
