import { type Agent } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/agent";
import { type Event } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/event";
import { type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { type ModuleInstance } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_instance";
import { type GetServerStatusResponse } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/status_service";
import { type Changes, type Snapshot, type WatchResponse } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/watch_service";

const mostEvents = 500;

/** To show so many takes a while. */
const large = 1_000;

/** Keys of what is watched; instances are watched for one module at a time, under a key with its id. */
export const keys = { modules: "modules", agents: "agents", events: "events", status: "status" } as const;
export const instancesKey = (moduleId: string): string => `instances/${moduleId}`;

/** What is known of one key. Never changed once it was handed out. */
export interface Known<T> {
  readonly items: readonly T[];
  /** False until the first snapshot is complete. */
  readonly isComplete: boolean;
}

type Item = Module | Agent | ModuleInstance | Event;

interface Table {
  items: Map<string, Item>;
  /** Parts of a snapshot that is not complete yet: until then the old one counts. */
  coming: Map<string, Item> | undefined;
  isComplete: boolean;
  known: Known<Item>;
}

const nothing: Known<never> = { items: [], isComplete: false };

/** The live state, as the watch told it. Whoever listens is told at most once a frame, of what is large twice a second. */
export class LiveStore {
  private readonly tables = new Map<string, Table>();
  private readonly listeners = new Set<() => void>();
  private readonly dirty = new Set<string>();
  private isDue = false;
  private statusNow: GetServerStatusResponse | undefined;

  constructor(private readonly schedule: (work: () => void, isLarge: boolean) => void = nextFrame) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  modules = (): Known<Module> => this.known(keys.modules) as Known<Module>;
  module = (id: string): Module | undefined => this.tables.get(keys.modules)?.items.get(id) as Module | undefined;
  agents = (): Known<Agent> => this.known(keys.agents) as Known<Agent>;
  events = (): Known<Event> => this.known(keys.events) as Known<Event>;
  instances = (moduleId: string): Known<ModuleInstance> => this.known(instancesKey(moduleId)) as Known<ModuleInstance>;
  status = (): GetServerStatusResponse | undefined => this.statusNow;

  apply(response: WatchResponse): void {
    const { key, content } = response;
    if (content.case === "snapshot") {
      this.take(key, content.value, content.value.last);
      if (!content.value.last) {
        return; // Nothing of it is shown yet.
      }
    } else if (content.case === "changes") {
      this.change(key, content.value);
    } else {
      return;
    }

    this.dirty.add(key);
    this.announce(content.case === "changes" && this.table(key).items.size > large);
  }

  /** Forgets what is not watched any more. */
  drop(key: string): void {
    if (this.tables.delete(key)) {
      this.announce(false);
    }
  }

  /** Lets everybody see now what was to be shown soon. */
  readonly announceNow = (): void => {
    if (!this.isDue) {
      return;
    }

    this.isDue = false;
    for (const key of this.dirty) {
      const table = this.tables.get(key);
      if (table) {
        table.known = { items: [...table.items.values()], isComplete: table.isComplete };
      }
    }

    this.dirty.clear();
    this.listeners.forEach((listener) => listener());
  };

  known(key: string): Known<Item> {
    return this.tables.get(key)?.known ?? nothing;
  }

  private table(key: string): Table {
    let table = this.tables.get(key);
    if (!table) {
      table = { items: new Map(), coming: undefined, isComplete: false, known: nothing };
      this.tables.set(key, table);
    }

    return table;
  }

  private take(key: string, part: Snapshot, isLast: boolean): void {
    this.statusNow = part.status ?? this.statusNow;
    const table = this.table(key);
    table.coming ??= new Map();
    put(table.coming, part);
    if (isLast) {
      [table.items, table.coming, table.isComplete] = [table.coming, undefined, true];
    }
  }

  private change(key: string, changes: Changes): void {
    this.statusNow = changes.status ?? this.statusNow;
    const { items } = this.table(key);
    put(items, changes);
    changes.deletedIds.forEach((id) => items.delete(id));
    if (key === keys.events) {
      for (const id of items.keys()) {
        if (items.size <= mostEvents) {
          break;
        }

        items.delete(id);
      }
    }
  }

  private announce(isLarge: boolean): void {
    if (!this.isDue) {
      this.isDue = true;
      this.schedule(this.announceNow, isLarge);
    }
  }
}

function put(items: Map<string, Item>, part: Snapshot | Changes): void {
  part.modules.forEach((item) => items.set(item.id, item));
  part.agents.forEach((item) => items.set(item.id, item));
  part.instances.forEach((item) => items.set(item.agentId, item));
  part.events.forEach((item) => items.set(item.id, item));
}

/** A page in the background has no frames, and must not fall behind. */
function nextFrame(work: () => void, isLarge: boolean): void {
  if (isLarge) {
    setTimeout(work, 500);
  } else if (document.visibilityState === "visible") {
    requestAnimationFrame(work);
  } else {
    setTimeout(work, 200);
  }
}
