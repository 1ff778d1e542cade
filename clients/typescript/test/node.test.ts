import { create } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it, vi } from "vitest";
import { DeployModuleRequestSchema, ModuleService } from "../src/gen/tricorder/apiserver/v1/module_service_pb.ts";
import { urlOf } from "../src/node/address.ts";
import { withDeadline } from "../src/node/deadline.ts";
import { bearer, requestIds, retries } from "../src/node/interceptors.ts";

describe("urlOf", () => {
  it.each([
    ["localhost", "http://localhost:50051"],
    ["127.0.0.1:18061", "http://127.0.0.1:18061"],
    ["[::1]:80", "http://[::1]:80"],
    ["apiserver.example.com", "https://apiserver.example.com:50051"],
    ["10.0.0.1:443", "https://10.0.0.1:443"],
    ["https://apiserver.example.com", "https://apiserver.example.com"],
    ["http://127.0.0.1:18061/", "http://127.0.0.1:18061"],
  ])("%s is %s", (address, url) => expect(urlOf(address, false)).toBe(url));

  it.each(["", "http://", "a b", "ftp://a", "localhost/path", "https://user@a"])("'%s' is no address", (address) => {
    expect(() => urlOf(address, true)).toThrow(TypeError);
  });

  it("is not in clear off loopback unless that is wanted", () => {
    expect(() => urlOf("http://10.0.0.1:50051", false)).toThrow("allowInsecure");
    expect(urlOf("http://10.0.0.1:50051", true)).toBe("http://10.0.0.1:50051");
  });
});

/** A server that fails this often; who called it, and with what time left. */
function serve(failures: number, code = Code.Unavailable) {
  const calls: { token: string | null; timeoutMs: number | undefined; requestId: string }[] = [];
  const answer = (request: object, context: { requestHeader: Headers; timeoutMs: () => number | undefined }) => {
    const requestId = "requestId" in request ? String(request.requestId) : "";
    calls.push({ token: context.requestHeader.get("authorization"), timeoutMs: context.timeoutMs(), requestId });
    if (calls.length <= failures) {
      throw new ConnectError("away", code);
    }

    return {};
  };
  const interceptors = [requestIds, retries({ forMs: 60_000, mostAttempts: 3 }, () => 0), bearer(() => Promise.resolve("trk_1"))];
  const transport = createRouterTransport(({ service }) => service(ModuleService, { listModules: answer, deployModule: answer }), {
    transport: { interceptors },
  });
  return { calls, modules: createClient(ModuleService, withDeadline(transport, 5_000)) };
}

describe("a connection", () => {
  it("repeats a read while the server is away, with the token", async () => {
    const { calls, modules } = serve(2);
    await modules.listModules({});
    expect(calls.map((call) => call.token)).toEqual(["Bearer trk_1", "Bearer trk_1", "Bearer trk_1"]);
  });

  it("gives up after as many attempts as there may be", async () => {
    const { calls, modules } = serve(9);
    await expect(modules.listModules({})).rejects.toMatchObject({ code: Code.Unavailable });
    expect(calls).toHaveLength(3);
  });

  it("repeats as long as it may, and no longer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      let calls = 0;
      const transport = createRouterTransport(({ service }) => service(ModuleService, { listModules: () => { calls++; throw new ConnectError("away", Code.Unavailable); } }), {
        transport: { interceptors: [retries({ forMs: 10_000, mostAttempts: Infinity })] },
      });
      let isOver = false;
      const ended = expect(createClient(ModuleService, transport).listModules({})).rejects.toMatchObject({ code: Code.Unavailable }).finally(() => (isOver = true));
      await vi.advanceTimersByTimeAsync(9_000);
      expect(isOver).toBe(false);
      await vi.advanceTimersByTimeAsync(3_000);
      await ended;
      expect(calls).toBeGreaterThan(10);
      expect(calls).toBeLessThan(40);
    } finally {
      vi.useRealTimers();
    }
  });

  it("repeats a change under one request id, and leaves the caller's message alone", async () => {
    const { calls, modules } = serve(2);
    const request = create(DeployModuleRequestSchema);
    await modules.deployModule(request);
    await modules.deployModule({ requestId: "mine" });
    const ids = calls.map((call) => call.requestId);
    expect([ids[0]!.length, new Set(ids.slice(0, 3)).size, ids[3], request.requestId]).toEqual([36, 1, "mine", ""]);
  });

  it("does not repeat what no repetition changes", async () => {
    const { calls, modules } = serve(1, Code.PermissionDenied);
    await expect(modules.listModules({})).rejects.toMatchObject({ code: Code.PermissionDenied });
    expect(calls).toHaveLength(1);
  });

  it("has a deadline for each call, unless the call has one", async () => {
    const { calls, modules } = serve(0);
    await modules.listModules({});
    await modules.listModules({}, { timeoutMs: 100 });
    expect(calls[0]!.timeoutMs).toBeGreaterThan(4_000);
    expect(calls[1]!.timeoutMs).toBeLessThanOrEqual(100);
  });
});
