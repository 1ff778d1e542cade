import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { WatchResponseSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/watch_service";
import { describe, expect, it } from "vitest";
import { LiveStore } from "../src/live/store.ts";

const say = (store: LiveStore, content: MessageInitShape<typeof WatchResponseSchema>["content"], key = "modules") =>
  store.apply(create(WatchResponseSchema, { key, content }));

const now = (work: () => void) => work();

describe("LiveStore", () => {
  it("shows a snapshot once its last part is there, and the old one until then", () => {
    const store = new LiveStore(now);
    say(store, { case: "snapshot", value: { modules: [{ id: "a" }] } });
    expect(store.modules().isComplete).toBe(false);
    say(store, { case: "snapshot", value: { modules: [{ id: "b" }], last: true } });
    expect(store.modules().items.map((one) => one.id)).toEqual(["a", "b"]);

    say(store, { case: "snapshot", value: { modules: [{ id: "c" }] } });
    expect(store.modules().items).toHaveLength(2);
    say(store, { case: "snapshot", value: { last: true } });
    expect(store.modules().items.map((one) => one.id)).toEqual(["c"]);
  });

  it("applies changes and deletions", () => {
    const store = new LiveStore(now);
    say(store, { case: "snapshot", value: { modules: [{ id: "a" }, { id: "b" }], last: true } });
    const before = store.modules();
    say(store, { case: "changes", value: { modules: [{ id: "b", name: "new" }], deletedIds: ["a"] } });

    expect(store.modules().items.map((one) => one.name)).toEqual(["new"]);
    expect(before.items).toHaveLength(2);
  });

  it("gives the same object while nothing of it changed", () => {
    const store = new LiveStore(now);
    say(store, { case: "snapshot", value: { modules: [{ id: "a" }], last: true } });
    const modules = store.modules();
    say(store, { case: "changes", value: { agents: [{ id: "x" }] } }, "agents");

    expect(store.modules()).toBe(modules);
  });

  it("keeps the newest events only", () => {
    const store = new LiveStore(now);
    for (let index = 0; index < 600; index++) {
      say(store, { case: "changes", value: { events: [{ id: `${index}` }] } }, "events");
    }

    expect(store.events().items).toHaveLength(500);
    expect(store.events().items.at(-1)!.id).toBe("599");
  });

  it("tells once for many changes", () => {
    const due: (() => void)[] = [];
    const store = new LiveStore((work) => due.push(work));
    let told = 0;
    store.subscribe(() => told++);
    for (let index = 0; index < 100; index++) {
      say(store, { case: "changes", value: { modules: [{ id: `${index}` }] } });
    }

    due.forEach((work) => work());
    expect([due.length, told, store.modules().items.length]).toEqual([1, 1, 100]);
  });
});
