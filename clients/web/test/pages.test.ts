import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(join(import.meta.dirname, "../../..", path), "utf8");

it("the server serves each page that the router knows, also to whoever begins there", () => {
  const routes = [...read("clients/web/src/app/router.tsx").matchAll(/page\("([^"]+)"/g)].map(([, path]) => path!.replace(/:(\w+)/g, "{$1}"));
  const served = [...read("src/ApiServer/Hosting/Ui/UiEndpoints.cs").matchAll(/"(\/[a-z{}/]*)"/g)].map(([, path]) => path!);
  expect(routes).toContain("/sessions");
  expect(served).toEqual(expect.arrayContaining(routes));
});
