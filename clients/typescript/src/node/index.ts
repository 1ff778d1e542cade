import { type SecureClientSessionOptions } from "node:http2";
import { type Interceptor, type Transport } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { createApi, type Api } from "../api.ts";
import { watch, type Topics, type WatchOptions } from "../watch.ts";
import { type WatchResponse } from "../gen/tricorder/apiserver/v1/watch_service_pb.ts";
import { urlOf } from "./address.ts";
import { withDeadline } from "./deadline.ts";
import { bearer, requestIds, retries } from "./interceptors.ts";

export interface ConnectOptions {
  /**
   * The gRPC port: `host:port`, `http://host:port` or `https://host:port`. Without a scheme it is plaintext on loopback and TLS elsewhere;
   * without scheme and port, port 50051.
   */
  readonly address: string;
  /** A token of API Server (`trk_...`) or of its identity provider; or what gives one, asked for each call. */
  readonly token?: string | (() => string | Promise<string>);
  /** Where the system's certificate authorities are not enough: `ca`, and `cert` with `key` for a certificate of one's own. In PEM. */
  readonly tls?: Pick<SecureClientSessionOptions, "ca" | "cert" | "key" | "servername">;
  /** Lets `http://` go to other machines, where everybody on the way can read the token. False by default. */
  readonly allowInsecure?: boolean;
  /** Deadline of calls that name none (`{ timeoutMs }`), in milliseconds, repetitions included; 30,000 by default. Watches have none. */
  readonly timeoutMs?: number;
  /**
   * How long a call is sent again while the server is UNAVAILABLE, in milliseconds; 10,000 by default. Changes are repeated too: each carries
   * a request id, made up when the request has none, so that it takes effect once.
   */
  readonly retryForMs?: number;
  /** How often a call is sent at most within that time: any number of times by default, 1 = never again. */
  readonly mostAttempts?: number;
  /** Pings while calls are under way, in milliseconds; 15,000 by default. A connection without an answer for 10 s is given up. */
  readonly pingIntervalMs?: number;
  /** More of your own, the first one outermost. */
  readonly interceptors?: readonly Interceptor[];
}

/** All services of one server over one HTTP/2 connection, which is made with the first call and again after it broke. */
export interface Connection extends Api {
  /** For clients of other services on the same port, such as `grpc.health.v1.Health`. */
  readonly transport: Transport;
  /** Watches until the signal, across broken connections and restarts of the server; see `watch`. */
  watch(topics: Topics, options?: WatchOptions): AsyncGenerator<WatchResponse>;
  /** Ends the connection and what is under way on it; until then it may keep the process alive. */
  close(): void;
}

/**
 * Calls API Server from Node. Nothing is sent yet: a server that is away makes the first call fail with UNAVAILABLE. Throws a TypeError when
 * the address is none, or not encrypted and off loopback.
 */
export function connect(options: ConnectOptions): Connection {
  const { token, tls = {}, timeoutMs = 30_000, retryForMs = 10_000, mostAttempts = Infinity, pingIntervalMs = 15_000 } = options;
  const baseUrl = urlOf(options.address, options.allowInsecure ?? false);
  const sessionManager = new Http2SessionManager(baseUrl, { pingIntervalMs, pingTimeoutMs: 10_000 }, tls);
  const repeats = retries({ forMs: retryForMs, mostAttempts });
  const interceptors = [...(options.interceptors ?? []), requestIds, repeats, ...(token ? [bearer(token)] : [])];
  const transport = withDeadline(createGrpcTransport({ baseUrl, sessionManager, interceptors }), timeoutMs);
  return {
    ...createApi(transport),
    transport,
    watch: (topics, watchOptions) => watch(transport, topics, watchOptions),
    close: () => sessionManager.abort(),
  };
}
