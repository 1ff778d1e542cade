import { Code, ConnectError } from "@connectrpc/connect";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "./gen/google/rpc/error_details_pb.ts";

/** A field of the request that the server does not take, and why. */
export interface FieldViolation {
  /** Path of the field, such as `module.wasm.function_name`. */
  readonly field: string;
  readonly description: string;
}

/** An error of a call, with the details that the server sent. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    message: string,
    readonly code: Code,
    /** Why, in UPPER_SNAKE; empty when the server did not say. */
    readonly reason: string,
    /** Every field that is wrong; empty when that is not the cause. */
    readonly violations: readonly FieldViolation[],
    /** By which the server's log knows the call; empty when it never reached the server. */
    readonly correlationId: string,
    /** How long to wait before the same call may work, in milliseconds; 0 when the server did not say. */
    readonly retryAfterMs: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The server could not be reached, or is about to stop: the same call may work later. */
  get isTransient(): boolean {
    return this.code === Code.Unavailable || this.code === Code.DeadlineExceeded;
  }

  /** A defect of the server: only its log, by the correlation id, says more. */
  get isDefect(): boolean {
    return this.code === Code.Internal || this.code === Code.Unknown || this.code === Code.DataLoss;
  }

  /** The call never reached the server, as far as is known here. */
  get isUnanswered(): boolean {
    return this.code === Code.Unavailable && this.reason === "" && this.correlationId === "";
  }

  /** Whatever was thrown by a call, as an error of this kind. */
  static from(cause: unknown): ApiError {
    if (cause instanceof ApiError) {
      return cause;
    }

    const error = ConnectError.from(cause);
    const info = error.findDetails(ErrorInfoSchema)[0];
    const delay = error.findDetails(RetryInfoSchema)[0]?.retryDelay;
    return new ApiError(
      isNetworkError(cause) ? "The server does not answer." : error.rawMessage,
      isNetworkError(cause) ? Code.Unavailable : error.code,
      info?.reason ?? "",
      error.findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations),
      info?.metadata["correlation_id"] ?? error.metadata.get("x-correlation-id") ?? "",
      delay ? Number(delay.seconds) * 1000 + delay.nanos / 1e6 : 0,
      { cause },
    );
  }
}

/** What a browser calls a network error, in words of its own ("Failed to fetch"), is no error of the server's. */
function isNetworkError(cause: unknown): boolean {
  return cause instanceof TypeError || (cause instanceof ConnectError && cause.cause instanceof TypeError);
}
