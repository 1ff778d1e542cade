import { timestampDate, type Timestamp } from "@bufbuild/protobuf/wkt";
import { useSyncExternalStore } from "react";

// One timer for everything that tells a time.
const listeners = new Set<() => void>();
let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = new Date();
    listeners.forEach((one) => one());
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time, every second. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now);

export const dateOf = (time: Timestamp | undefined): Date | undefined => time && timestampDate(time);

export const millis = (time: Timestamp | undefined): number => (time ? Number(time.seconds) * 1000 + time.nanos / 1e6 : 0);
