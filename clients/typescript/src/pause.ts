/**
 * A tenth of a second at first, a second at most, so that a server that returned is seen within two; never for all clients the same. In
 * milliseconds; attempt 1 is the first after a failure.
 */
export function defaultBackoff(attempt: number): number {
  return Math.min(1_000, 100 * 2 ** Math.min(attempt - 1, 4)) * (0.5 + Math.random() / 2);
}

/** Ends after this time, or with the signal. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }

    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
  });
}
