import { AgentState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import i18next from "i18next";
import { describe, expect, it } from "vitest";
import en from "../src/i18n/en.json";
import zh from "../src/i18n/zh.json";
import { describeReach } from "../src/pages/modules/reach.ts";

await i18next.init({ resources: { en: { translation: en }, zh: { translation: zh } }, lng: "en", interpolation: { escapeValue: false } });

const agents = (count: number, state: AgentState, cordoned = false) => Array.from({ length: count }, () => ({ state, cordoned }));
const { ONLINE, OFFLINE, TERMINATED } = AgentState;

describe("the reach of a deploy", () => {
  it("is the nodes that are there", () => {
    expect(describeReach(i18next.t, [...agents(2, ONLINE), ...agents(3, TERMINATED)])).toBe("It will run on 2 nodes.");
    expect(describeReach(i18next.t, agents(1, ONLINE))).toBe("It will run on 1 node.");
  });

  it("tells of those that follow", () => {
    expect(describeReach(i18next.t, [...agents(5, ONLINE), ...agents(2, OFFLINE), ...agents(1, ONLINE, true)])).toBe(
      "It will run on 5 nodes now; 2 offline and 1 cordoned nodes follow when they return.",
    );
    expect(describeReach(i18next.t, agents(1, OFFLINE))).toBe("It will run on 0 nodes now; 1 offline node follows when it returns.");
  });

  it("counts a node that is offline and cordoned once", () => {
    expect(describeReach(i18next.t, [...agents(1, ONLINE), ...agents(2, OFFLINE, true)])).toBe(
      "It will run on 1 node now; 2 offline nodes follow when they return.",
    );
  });

  it("is said in Chinese, too", () => {
    expect(describeReach(i18next.getFixedT("zh"), [...agents(5, ONLINE), ...agents(2, OFFLINE), ...agents(1, ONLINE, true)])).toBe(
      "将立即在 5 个节点上运行；2 个离线和 1 个已隔离的节点将在恢复后跟进。",
    );
  });
});
