// Prints the CreateModuleRequest of a sample as JSON: module.json with panel.json and both sources put in.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const usage = `usage: node to-request.mjs SAMPLE_DIRECTORY

The directory holds module.json (a Module without sources) and, named like wasm.fileName, NAME.c and NAME.bcc; a Grafana panel in
panel.json is optional. To create the module:

  node samples/to-request.mjs samples/tcp-connect |
    curl -sS -H 'Content-Type: application/json' --data-binary @- http://127.0.0.1:8080/v1/modules`;

function toRequest(directory) {
  const module = JSON.parse(readFileSync(join(directory, "module.json"), "utf8"));
  const base = join(directory, module.wasm.fileName.replace(/\.wasm$/, ""));
  module.ebpf.source = readFileSync(`${base}.bcc`, "utf8");
  module.wasm.source = readFileSync(`${base}.c`, "utf8");
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
