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

/** Methods that change nothing: they may be called twice. */
const isRead = (method: string): boolean => /^(Check|Get|List|Preview|Validate)[A-Z]/.test(method);

/** Repeats reads while the server can not be reached, as long as the deadline of the call lets it. */
export function retryReads(mostAttempts: number, backoff: (attempt: number) => number = defaultBackoff): Interceptor {
  return (next) => async (request) => {
    if (request.stream || !isRead(request.method.name)) {
      return next(request);
    }

    for (let attempt = 1; ; attempt++) {
      try {
        return await next(request);
      } catch (cause) {
        const error = ApiError.from(cause);
        if (error.code !== Code.Unavailable || attempt >= mostAttempts) {
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
