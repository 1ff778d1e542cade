import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { BadRequestSchema, ErrorInfoSchema } from "../src/gen/google/rpc/error_details_pb.ts";
import { WatchService, type WatchRequest } from "../src/gen/tricorder/apiserver/v1/watch_service_pb.ts";
import { ApiError, watch } from "../src/index.ts";

/** A server that answers each watch by the next of these. */
function serve(answers: ((request: WatchRequest) => AsyncGenerator<{ key: string; resumeToken: string }>)[]) {
  const seen: string[] = [];
  const transport = createRouterTransport(({ service }) =>
    service(WatchService, {
      watch(request) {
        seen.push(request.subscriptions.map((one) => one.resumeToken).join());
        return answers[Math.min(seen.length, answers.length) - 1]!(request);
      },
    }),
  );
  return { transport, seen };
}

const refuse = (message: string, code: Code) =>
  async function* () {
    yield* [];
    throw new ConnectError(message, code);
  };

const topics = { m: { case: "modules", value: {} } } as const;
const options = { backoff: () => 0 };

describe("watch", () => {
  it("goes on by resume token when the stream breaks", async () => {
    const { transport, seen } = serve([
      async function* () {
        yield { key: "m", resumeToken: "t1" };
        throw new ConnectError("gone", Code.Unavailable);
      },
      async function* () {
        yield { key: "m", resumeToken: "t2" };
      },
    ]);
    const states: boolean[] = [];
    const stop = new AbortController();
    for await (const response of watch(transport, topics, { ...options, signal: stop.signal, onState: (live) => states.push(live) })) {
      if (response.resumeToken === "t2") {
        stop.abort();
      }
    }
    expect(seen).toEqual(["", "t1"]);
    expect(states).toEqual([true, false, true]);
  });

  it("begins anew when the token is too old", async () => {
    const { transport, seen } = serve([
      async function* () {
        yield { key: "m", resumeToken: "old" };
      },
      refuse("expired", Code.OutOfRange),
      async function* () {
        yield { key: "m", resumeToken: "new" };
      },
    ]);
    for await (const response of watch(transport, topics, options)) {
      if (response.resumeToken === "new") {
        break;
      }
    }
    expect(seen).toEqual(["", "old", ""]);
  });

  it("throws what no repetition changes", async () => {
    const { transport } = serve([refuse("no", Code.PermissionDenied)]);
    await expect(watch(transport, topics, options).next()).rejects.toMatchObject({ code: Code.PermissionDenied });
  });
});

describe("ApiError", () => {
  it("has the details that the server sent", () => {
    const error = ApiError.from(
      new ConnectError("bad", Code.InvalidArgument, { "x-correlation-id": "c1" }, [
        { desc: ErrorInfoSchema, value: create(ErrorInfoSchema, { reason: "INVALID_MODULE" }) },
        { desc: BadRequestSchema, value: { fieldViolations: [{ field: "module.name", description: "is empty" }] } },
      ]),
    );
    expect(error).toMatchObject({ message: "bad", reason: "INVALID_MODULE", correlationId: "c1", isTransient: false });
    expect(error.violations.map((one) => one.field)).toEqual(["module.name"]);
  });

  it.each([
    [Code.Internal, true],
    [Code.Unknown, true],
    [Code.DataLoss, true],
    [Code.InvalidArgument, false],
    [Code.Unavailable, false],
  ])("with code %s is a defect: %s", (code, isDefect) => {
    expect(ApiError.from(new ConnectError("bad", code)).isDefect).toBe(isDefect);
  });

  it("of a network that fails is transient", () => {
    expect(ApiError.from(new TypeError("Failed to fetch")).isTransient).toBe(true);
  });
});
