import { createContext, use, useEffect, useSyncExternalStore } from "react";
import { type Liveness, type LiveHub } from "./hub.ts";
import { instancesKey, keys, type LiveStore } from "./store.ts";

export interface Live {
  readonly store: LiveStore;
  readonly hub: LiveHub;
}

export const LiveContext = createContext<Live | undefined>(undefined);

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) {
    throw new Error("There is no live state around this.");
  }

  return live;
}

/** What `select` gives of the live state; it must give the same object while nothing changed. */
export function useStore<T>(select: (store: LiveStore) => T): T {
  const { store } = useLive();
  return useSyncExternalStore(store.subscribe, () => select(store));
}

export const useModules = () => useStore((store) => store.modules());
export const useEvents = () => useStore((store) => store.events());
export const useStatus = () => useStore((store) => store.status());

export const useModule = (id: string) => useStore((store) => store.module(id));

/** All agents, watched while they are shown. */
export function useAgents() {
  useWanted(keys.agents);
  return useStore((store) => store.agents());
}

/** The instances of one module, watched while they are shown. */
export function useInstances(moduleId: string) {
  useWanted(instancesKey(moduleId));
  return useStore((store) => store.instances(moduleId));
}

function useWanted(key: string): void {
  const { hub } = useLive();
  useEffect(() => hub.want(key), [hub, key]);
}

/** Begins to watch, once what is shown has said what it wants: a watch that begins again has its snapshots twice. */
export function useWatching(): void {
  const { hub } = useLive();
  useEffect(() => hub.start(), [hub]);
}

/** Tries to connect at once. */
export const useRetryNow = (): (() => void) => useLive().hub.retryNow;

export function useLiveness(): Liveness {
  const { hub } = useLive();
  return useSyncExternalStore(hub.subscribe, hub.liveness);
}
