// Prints the CreateModuleRequest of a sample as JSON: module.json with panel.json, sources and the compiled binary put in.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const usage = `usage: node to-request.mjs SAMPLE_DIRECTORY

The directory holds module.json (a Module without program bytes and sources) and, named like wasm.fileName,
NAME.wasm, NAME.c and NAME.bcc; a Grafana panel in panel.json is optional. To create the module:

  node samples/to-request.mjs samples/tcp-connect |
    curl -sS -H 'Content-Type: application/json' --data-binary @- http://127.0.0.1:8080/v1/modules`;

const includeDirectory = join(dirname(fileURLToPath(import.meta.url)), "include");

// The source that is stored must compile on its own, wherever it is compiled.
function inlineOwnHeaders(source) {
  return source.replace(/^#include "([\w.]+)"\n/gm, (_, name) => readFileSync(join(includeDirectory, name), "utf8"));
}

function toRequest(directory) {
  const module = JSON.parse(readFileSync(join(directory, "module.json"), "utf8"));
  const base = join(directory, module.wasm.fileName.replace(/\.wasm$/, ""));
  module.ebpf.source = readFileSync(`${base}.bcc`, "utf8");
  module.wasm.source = inlineOwnHeaders(readFileSync(`${base}.c`, "utf8"));
  module.wasm.binary = readFileSync(`${base}.wasm`).toString("base64");
  const panel = join(directory, "panel.json");
  if (existsSync(panel)) {
    module.panel = JSON.stringify(JSON.parse(readFileSync(panel, "utf8")));
  }
  return { module };
}

const [directory, ...rest] = process.argv.slice(2);
if (directory === undefined || directory.startsWith("-") || rest.length > 0) {
  const asked = directory === "-h" || directory === "--help";
  (asked ? console.log : console.error)(usage);
  process.exit(asked ? 0 : 2);
}
try {
  console.log(JSON.stringify(toRequest(directory), null, 2));
} catch (error) {
  console.error(`to-request: ${error.message}`);
  process.exit(1);
}
