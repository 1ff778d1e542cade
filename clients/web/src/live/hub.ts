import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { ApiError, watch, type Topics } from "@tricorder/apiserver";
import { WatchResponseSchema, type WatchResponse } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/watch_service";
import { Code, type Transport } from "@connectrpc/connect";
import { instancesKey, keys, type LiveStore } from "./store.ts";

const lockName = "tricorder-live";

const always: Topics = {
  [keys.modules]: { case: "modules", value: {} },
  [keys.events]: { case: "events", value: {} },
  [keys.status]: { case: "status", value: {} },
};

const topicOf = (key: string): Topics[string] =>
  key === keys.agents ? { case: "agents", value: {} } : { case: "moduleInstances", value: { moduleId: key.slice(instancesKey("").length) } };

/** Whether what is shown is what is so. */
export interface Liveness {
  readonly isLive: boolean;
  /** Since when it is not; undefined before the first word of the server. */
  readonly staleSince: Date | undefined;
  /** Plain, so that it can be told to other tabs, where an error of a class of ours would lose its code. */
  readonly error: { readonly code: Code; readonly message: string } | undefined;
}

type Message =
  | { readonly kind: "hello"; readonly tab: string; readonly wants: readonly string[]; readonly knowsNothing: boolean }
  | { readonly kind: "bye"; readonly tab: string }
  | { readonly kind: "leader" }
  | { readonly kind: "retry" }
  | { readonly kind: "state"; readonly state: Liveness }
  | { readonly kind: "responses"; readonly to: string; readonly bytes: readonly Uint8Array[] };

const everybody = "";

/** A server that was away is seen within two seconds of its return: one browser asks once in this time at most. In milliseconds. */
const longestPause = 1_500;

/** In milliseconds, never for all browsers the same. */
export const pauseBefore = (attempt: number): number => Math.min(longestPause, 200 * 2 ** Math.min(attempt - 1, 4)) * (0.7 + Math.random() * 0.3);

/** Much comes at once from a large fleet; in between the page may answer to people. */
const breath = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/**
 * One watch for all tabs of a browser: without TLS it has six connections to a server, and a watch takes one. The tab that holds a lock
 * watches, and tells the others; when it is closed, the next one gets the lock. Where there are no locks, each tab watches for itself.
 */
export class LiveHub {
  private readonly tab = crypto.getRandomValues(new Uint32Array(2)).join("-");
  private readonly channel = new BroadcastChannel(lockName);
  private readonly stop = new AbortController();
  private readonly listeners = new Set<() => void>();
  private readonly tokens = new Map<string, string>();
  private readonly wantsOfTabs = new Map<string, readonly string[]>();
  private readonly wanted = new Map<string, number>();
  private readonly gone = new Set<string>();
  private isLeader = false;
  private watched = "";
  private changing: ReturnType<typeof setTimeout> | undefined;
  private restart = new AbortController();
  private state: Liveness = { isLive: false, staleSince: undefined, error: undefined };

  constructor(
    private readonly transport: Transport,
    private readonly store: LiveStore,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly liveness = (): Liveness => this.state;

  start(): void {
    addEventListener("online", this.retryNow, { signal: this.stop.signal });
    const locks = (navigator as { locks?: LockManager }).locks;
    if (!locks) {
      void this.lead();
      return;
    }

    this.channel.addEventListener("message", ({ data }: MessageEvent<Message>) => this.hear(data));
    addEventListener("pagehide", () => this.say({ kind: "bye", tab: this.tab }), { signal: this.stop.signal });
    this.hello(true);
    void locks.request(lockName, { signal: this.stop.signal }, () => this.lead()).catch(() => undefined);
  }

  close(): void {
    this.say({ kind: "bye", tab: this.tab });
    this.stop.abort();
    this.restart.abort();
    this.channel.close();
  }

  /** Watches what may be large, the agents or the instances of a module, until what is returned is called. */
  want(key: string): () => void {
    this.wanted.set(key, (this.wanted.get(key) ?? 0) + 1);
    this.wantsChangeSoon();
    return () => {
      this.wanted.set(key, (this.wanted.get(key) ?? 1) - 1);
      this.wantsChangeSoon();
    };
  }

  /** Tries at once, in the tab that watches, whichever asks. */
  readonly retryNow = (): void => {
    if (this.state.isLive) {
      return;
    }

    if (this.isLeader) {
      this.restart.abort();
    } else {
      this.say({ kind: "retry" });
    }
  };

  private async lead(): Promise<void> {
    this.isLeader = true;
    this.say({ kind: "leader" });
    this.tokens.clear();
    while (!this.stop.signal.aborted) {
      this.restart = new AbortController();
      try {
        const options = {
          signal: this.restart.signal,
          tokens: this.tokens,
          backoff: pauseBefore,
          onState: (isLive: boolean, error?: ApiError) => this.became(isLive, error),
        };
        for await (const response of watch(this.transport, this.topics(), options)) {
          this.store.apply(response);
          if (this.wantsOfTabs.size > 0) {
            this.say({ kind: "responses", to: everybody, bytes: [toBinary(WatchResponseSchema, response)] });
          }

          await breath();
        }
      } catch (cause) {
        const error = ApiError.from(cause);
        if (error.code === Code.NotFound && this.forgetDeleted()) {
          continue;
        }

        // Nothing goes on by itself now: whoever is signed out signs in, on a page that is loaded anew. The next tab may try.
        this.became(false, error);
        this.isLeader = false;
        return;
      }
    }
  }

  /** A module whose page is open somewhere was deleted, and its instances can not be watched any more. */
  private forgetDeleted(): boolean {
    const known = new Set([keys.agents, ...this.store.modules().items.map((module) => instancesKey(module.id))]);
    const gone = [...this.allWants()].filter((key) => !known.has(key));
    gone.forEach((key) => this.gone.add(key));
    return gone.length > 0;
  }

  private topics(): Topics {
    const wants = [...this.allWants()];
    this.watched = wants.sort().join();
    return { ...always, ...Object.fromEntries(wants.map((key) => [key, topicOf(key)])) };
  }

  private allWants(): Set<string> {
    return new Set([...this.wanted.keys(), ...[...this.wantsOfTabs.values()].flat()].filter((key) => !this.gone.has(key)));
  }

  /** From one page to the next some is wanted no more, and at once again. */
  private wantsChangeSoon(): void {
    this.changing ??= setTimeout(() => {
      this.changing = undefined;
      for (const [key, count] of this.wanted) {
        if (count <= 0) {
          this.wanted.delete(key);
          this.store.drop(key);
        }
      }

      if (this.isLeader) {
        this.watchWhatIsWanted();
      } else {
        this.hello(false);
      }
    });
  }

  private watchWhatIsWanted(): void {
    const wanted = this.allWants();
    if ([...wanted].sort().join() === this.watched) {
      return;
    }

    for (const key of this.tokens.keys()) {
      if (!(key in always) && !wanted.has(key)) {
        this.tokens.delete(key);
      }
    }

    this.restart.abort();
  }

  private hello(knowsNothing: boolean): void {
    this.say({ kind: "hello", tab: this.tab, wants: [...this.wanted.keys()], knowsNothing });
  }

  private hear(message: Message): void {
    if (message.kind === "hello" || message.kind === "bye") {
      if (this.isLeader) {
        this.serve(message);
      }
    } else if (message.kind === "retry") {
      if (this.isLeader) {
        this.retryNow();
      }
    } else if (this.isLeader) {
      return; // What a leader before said is older than what is known here.
    } else if (message.kind === "leader") {
      this.hello(true);
    } else if (message.kind === "state") {
      this.tell(message.state);
    } else if (message.to === everybody || message.to === this.tab) {
      message.bytes.forEach((bytes) => this.store.apply(fromBinary(WatchResponseSchema, bytes)));
    }
  }

  private serve(message: Message & { kind: "hello" | "bye" }): void {
    if (message.kind === "bye") {
      this.wantsOfTabs.delete(message.tab);
    } else {
      this.wantsOfTabs.set(message.tab, message.wants);
      const known = this.known(message.wants, message.knowsNothing).map((response) => toBinary(WatchResponseSchema, response));
      this.say({ kind: "responses", to: message.tab, bytes: known });
      this.say({ kind: "state", state: this.state });
    }

    this.watchWhatIsWanted();
  }

  /** What is known here of what a tab wants, and all the rest where it knows nothing yet. */
  private known(wants: readonly string[], andAllElse: boolean): WatchResponse[] {
    const { store } = this;
    store.announceNow();
    const rest: [string, boolean, object][] = [
      [keys.modules, store.modules().isComplete, { modules: store.modules().items }],
      [keys.events, store.events().isComplete, { events: store.events().items }],
      [keys.status, store.status() !== undefined, { status: store.status() }],
    ];
    const wanted = wants.map((key): [string, boolean, object] => {
      const { items, isComplete } = store.known(key);
      return [key, isComplete, key === keys.agents ? { agents: items } : { instances: items }];
    });
    return [...(andAllElse ? rest : []), ...wanted]
      .filter(([, isComplete]) => isComplete)
      .map(([key, , value]) => create(WatchResponseSchema, { key, content: { case: "snapshot", value: { ...value, last: true } } }));
  }

  private became(isLive: boolean, error?: ApiError): void {
    if (isLive !== this.state.isLive || error) {
      const staleSince = isLive ? undefined : (this.state.staleSince ?? new Date());
      this.tell({ isLive, staleSince, error: isLive || !error ? undefined : { code: error.code, message: error.message } });
      this.say({ kind: "state", state: this.state });
    }
  }

  private tell(state: Liveness): void {
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }

  private say(message: Message): void {
    // Pages are taken down after this, and say what they want no more.
    if (!this.stop.signal.aborted) {
      this.channel.postMessage(message);
    }
  }
}
