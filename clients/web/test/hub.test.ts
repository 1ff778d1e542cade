import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createRouterTransport } from "@connectrpc/connect";
import { WatchResponseSchema, WatchService, type WatchRequest } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/watch_service";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { LiveHub, pauseBefore } from "../src/live/hub.ts";
import { LiveStore } from "../src/live/store.ts";

vi.stubGlobal("addEventListener", () => undefined);

const open: LiveHub[] = [];
beforeEach(() => vi.stubGlobal("navigator", {}));
afterEach(() => open.splice(0).forEach((hub) => hub.close()));

/** One holds the lock until what it does is done; the others wait. */
function lockForOne() {
  let last: Promise<unknown> = Promise.resolve();
  vi.stubGlobal("navigator", {
    locks: {
      request: (_: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) => (last = last.then(() => (signal.aborted ? undefined : work()))),
    },
  });
}

function lead(known: string[]) {
  const requests: WatchRequest[] = [];
  const transport = createRouterTransport(({ service }) =>
    service(WatchService, {
      async *watch(request, context) {
        requests.push(request);
        const unknown = request.subscriptions.find((one) => one.topic.case === "moduleInstances" && !known.includes(one.topic.value.moduleId));
        if (unknown) {
          throw new ConnectError("no such module", Code.NotFound);
        }

        yield create(WatchResponseSchema, {
          key: "modules",
          resumeToken: "t",
          content: { case: "snapshot", value: { modules: known.map((id) => ({ id })), last: true } },
        });
        await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
      },
    }),
  );
  const store = new LiveStore((work) => work());
  const hub = new LiveHub(transport, store);
  open.push(hub);
  hub.start();
  return { hub, store, requests };
}

const topicsOf = (request: WatchRequest | undefined) => request?.subscriptions.map((one) => one.key);

it("watches the instances of a module while they are wanted, and goes on by token", async () => {
  const { hub, requests } = lead(["a"]);
  await vi.waitFor(() => expect(hub.liveness().isLive).toBe(true));
  const stop = hub.want("instances/a");
  await vi.waitFor(() => expect(topicsOf(requests.at(-1))).toContain("instances/a"));
  expect(requests.at(-1)!.subscriptions.find((one) => one.key === "modules")!.resumeToken).toBe("t");
  stop();
  await vi.waitFor(() => expect(topicsOf(requests.at(-1))).not.toContain("instances/a"));
});

it("stays live when a module that is looked at is deleted", async () => {
  const { hub, requests } = lead(["a"]);
  await vi.waitFor(() => expect(hub.liveness().isLive).toBe(true));
  hub.want("instances/deleted");
  await vi.waitFor(() => expect(requests.length).toBeGreaterThanOrEqual(3));

  expect(topicsOf(requests.at(-1))).not.toContain("instances/deleted");
  expect(hub.liveness().isLive).toBe(true);
});

it("watches the agents only while somebody looks, and not anew for a page that follows another", async () => {
  const { hub, requests } = lead([]);
  const leave = hub.want("agents");
  await vi.waitFor(() => expect(topicsOf(requests.at(-1))).toContain("agents"));
  const before = requests.length;

  leave();
  const leaveNext = hub.want("agents");
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(requests.length).toBe(before);
  leaveNext();

  await vi.waitFor(() => expect(topicsOf(requests.at(-1))).not.toContain("agents"));
});

it("tells the tabs that follow why it ended, and follows the one that leads next", async () => {
  lockForOne();
  let refuse: (() => void) | undefined;
  const transport = createRouterTransport(({ service }) =>
    service(WatchService, {
      async *watch(_, context) {
        yield create(WatchResponseSchema, { key: "modules", content: { case: "snapshot", value: { modules: [{ id: refuse ? "b" : "a" }], last: true } } });
        await new Promise<void>((resolve) => {
          refuse ??= resolve;
          context.signal.addEventListener("abort", () => resolve());
        });
        throw new ConnectError("sign in again", Code.Unauthenticated);
      },
    }),
  );
  const tabs = ["first", "second", "third"].map(() => {
    const store = new LiveStore((work) => work());
    const hub = new LiveHub(transport, store);
    open.push(hub);
    hub.start();
    return { hub, shows: () => store.modules().items.map((one) => one.id) };
  });
  for (const tab of tabs) {
    await vi.waitFor(() => expect([tab.hub.liveness().isLive, tab.shows()]).toEqual([true, ["a"]]));
  }

  const third = tabs[2]!.hub;
  const told: unknown[] = [];
  third.subscribe(() => told.push(third.liveness().error));
  refuse!();

  await vi.waitFor(() => expect(told).toContainEqual({ code: Code.Unauthenticated, message: "sign in again" }));
  for (const tab of tabs) {
    await vi.waitFor(() => expect([tab.hub.liveness().isLive, tab.shows()]).toEqual([true, ["b"]]));
  }
});

it("never pauses for so long that a server that returned is not seen within two seconds", () => {
  for (let attempt = 1; attempt <= 1_000; attempt++) {
    expect(pauseBefore(attempt)).toBeLessThanOrEqual(1_500);
    expect(pauseBefore(attempt)).toBeGreaterThanOrEqual(100);
  }
});

it("tries at once when somebody asks for it, in whichever tab", async () => {
  lockForOne();
  vi.spyOn(Math, "random").mockReturnValue(1);
  let attempts = 0;
  let isBack = false;
  const transport = createRouterTransport(({ service }) =>
    service(WatchService, {
      async *watch(_, context) {
        attempts++;
        if (!isBack) {
          throw new ConnectError("away", Code.Unavailable);
        }

        yield create(WatchResponseSchema, { key: "modules", content: { case: "snapshot", value: { last: true } } });
        await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
      },
    }),
  );
  const [leader, follower] = [0, 1].map(() => {
    const hub = new LiveHub(transport, new LiveStore((work) => work()));
    open.push(hub);
    hub.start();
    return hub;
  }) as [LiveHub, LiveHub];
  await vi.waitFor(() => expect([leader.liveness().staleSince, follower.liveness().staleSince]).not.toContain(undefined));
  await vi.waitFor(() => expect(attempts).toBe(3), 5_000); // The next pause is 0.8 s.

  isBack = true;
  const asked = performance.now();
  follower.retryNow();

  await vi.waitFor(() => expect(follower.liveness().isLive).toBe(true));
  expect(performance.now() - asked).toBeLessThan(500);
});
