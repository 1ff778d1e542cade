import { Code, ConnectError } from "@connectrpc/connect";
import { ApiError } from "@tricorder/apiserver";
import { type TFunction } from "i18next";
import { expect, it } from "vitest";
import { problemInWords } from "../src/parts/problem.ts";

const t = ((key: string) => key) as unknown as TFunction;

it.each([new TypeError("Failed to fetch"), ConnectError.from(new TypeError("NetworkError when attempting to fetch resource."))])(
  "what a browser says of a server that does not answer is not shown: %s",
  (cause) => {
    expect(problemInWords(t, cause)).toBe("failure.unreachable");
    expect(ApiError.from(cause)).toMatchObject({ code: Code.Unavailable, isTransient: true, isDefect: false, message: "The server does not answer." });
  },
);

it("what the server says is shown", () => {
  expect(problemInWords(t, new ConnectError("There is no such token.", Code.Unauthenticated))).toBe("There is no such token.");
});
