import { randomUUID } from "node:crypto";
import { clone } from "@bufbuild/protobuf";
import { Code, type Interceptor } from "@connectrpc/connect";
import { ApiError } from "../errors.ts";
import { defaultBackoff, pause } from "../pause.ts";

/** Sends the token with each call; a function is asked each time, so that a token may be renewed. */
export function bearer(token: string | (() => string | Promise<string>)): Interceptor {
  return (next) => async (request) => {
    request.header.set("authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    return next(request);
  };
}

/** Gives each changing call a request id, so that sending it again changes nothing twice. The caller's message stays as it is. */
export const requestIds: Interceptor = (next) => async (request) => {
  if (request.stream || !("requestId" in request.message) || request.message.requestId !== "") {
    return next(request);
  }

  return next({ ...request, message: Object.assign(clone(request.method.input, request.message), { requestId: randomUUID() }) });
};

export interface Retries {
  /** How long after the first attempt a call may be sent again, in milliseconds. */
  readonly forMs: number;
  readonly mostAttempts: number;
}

/** Repeats a call while the server can not be reached, as long as its deadline lets it. */
export function retries({ forMs, mostAttempts }: Retries, backoff: (attempt: number) => number = defaultBackoff): Interceptor {
  return (next) => async (request) => {
    if (request.stream) {
      return next(request);
    }

    const end = performance.now() + forMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await next(request);
      } catch (cause) {
        const error = ApiError.from(cause);
        if (error.code !== Code.Unavailable || attempt >= mostAttempts || performance.now() >= end) {
          throw cause;
        }

        await pause(Math.max(backoff(attempt), error.retryAfterMs), request.signal);
        if (request.signal.aborted) {
          throw cause;
        }
      }
    }
  };
}
