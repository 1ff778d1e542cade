import { create } from "@bufbuild/protobuf";
import { EventSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { expect, it } from "vitest";
import { groupRepeats } from "../src/pages/events/repeats.ts";

let id = 0;
const event = (kind: string, agentId = "", message = "") => create(EventSchema, { id: `${++id}`, kind, agentId, message });
const shown = (events: ReturnType<typeof event>[]) =>
  groupRepeats(events).map(({ events: [first, ...more] }) => [first.kind, first.agentId, first.message, more.length + 1].join(" ").replace(/ +/g, " "));

it("shows one failure for each agent that fails again and again, also in turns", () => {
  const failures = ["a", "b", "a", "a", "b"].map((agent) => event("FAILED", agent, "no"));
  expect(shown(failures)).toEqual(["FAILED a no 3", "FAILED b no 2"]);
});

it("keeps apart what is said differently", () => {
  expect(shown([event("FAILED", "a", "no"), event("FAILED", "a", "other"), event("FAILED", "a", "no")])).toEqual(["FAILED a no 2", "FAILED a other 1"]);
});

it("keeps what somebody did between what was before and after it", () => {
  const events = [event("FAILED", "a"), event("FAILED", "a"), event("DEPLOYED"), event("FAILED", "a")];
  expect(shown(events)).toEqual(["FAILED a 2", "DEPLOYED 1", "FAILED a 1"]);
});

it("has the newest first, and the same key when one more comes", () => {
  const [older, newer, newest] = [event("FAILED"), event("FAILED"), event("FAILED")];
  const before = groupRepeats([newer, older]);
  const after = groupRepeats([newest, newer, older]);
  expect(after[0]!.events.map((one) => one.id)).toEqual([newest.id, newer.id, older.id]);
  expect(after[0]!.key).toBe(before[0]!.key);
});
