import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, createClient, type Transport } from "@connectrpc/connect";
import { ApiError } from "./errors.ts";
import { SubscriptionSchema, WatchService, type WatchResponse } from "./gen/tricorder/apiserver/v1/watch_service_pb.ts";
import { defaultBackoff, pause } from "./pause.ts";

/** What to watch: a topic for each key of your choice. */
export type Topics = Record<string, MessageInitShape<typeof SubscriptionSchema>["topic"]>;

export interface WatchOptions {
  readonly signal?: AbortSignal;
  /** Resume tokens by key, kept up to date here: given again, a later watch goes on where this one ended. */
  readonly tokens?: Map<string, string>;
  /** Told when the stream stands, and when it broke: what is known is stale from then on. */
  readonly onState?: (live: boolean, error?: ApiError) => void;
  /** Milliseconds to wait before the attempt of this number, 1 for the first after a failure. */
  readonly backoff?: (attempt: number) => number;
}

/**
 * Watches for ever: when the stream breaks it goes on where it was, by resume token. When the server can not go on from there, snapshots come
 * again: a snapshot that follows the last part of an earlier one replaces what was known under its key. Ends with the signal, and throws what
 * no repetition would change, such as PERMISSION_DENIED.
 */
export async function* watch(transport: Transport, topics: Topics, options: WatchOptions = {}): AsyncGenerator<WatchResponse> {
  const client = createClient(WatchService, transport);
  const { signal, onState, backoff = defaultBackoff, tokens = new Map<string, string>() } = options;
  for (let failures = 0; !signal?.aborted; ) {
    let failure: ApiError | undefined;
    try {
      const subscriptions = Object.entries(topics).map(([key, topic]) =>
        create(SubscriptionSchema, { key, topic, resumeToken: tokens.get(key) ?? "" }),
      );
      const onHeader = () => {
        onState?.(true);
      };
      for await (const response of client.watch({ subscriptions }, { ...(signal && { signal }), onHeader })) {
        failures = 0;
        yield response;

        // Only what was taken counts as seen.
        if (response.resumeToken) {
          tokens.set(response.key, response.resumeToken);
        }
      }
    } catch (cause) {
      failure = ApiError.from(cause);
    }

    if (signal?.aborted) {
      return;
    }

    onState?.(false, failure);
    if (failure?.code === Code.OutOfRange) {
      tokens.clear();
    } else if (failure && isFinal(failure)) {
      throw failure;
    }

    failures++;
    await pause(Math.max(backoff(failures), failure?.retryAfterMs ?? 0), signal);
  }
}

function isFinal(error: ApiError): boolean {
  return [Code.Unauthenticated, Code.PermissionDenied, Code.InvalidArgument, Code.Unimplemented, Code.NotFound].includes(error.code);
}
