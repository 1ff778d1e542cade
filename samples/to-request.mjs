// Prints the CreateModuleRequest of a sample as JSON: module.json with the files that it names put in.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const usage = `usage: node to-request.mjs SAMPLE_DIRECTORY

The directory holds module.json (docs/manifest.md) and the files that it names. To create the module without the command line:

  node samples/to-request.mjs samples/tcp-connect |
    curl -sS -H 'Content-Type: application/json' --data-binary @- http://127.0.0.1:8080/v1/modules`;

function toRequest(directory) {
  const read = (name) => readFileSync(join(directory, name), "utf8");
  const { panelFile, ...module } = JSON.parse(read("module.json"));
  for (const part of ["ebpf", "wasm"]) {
    const { sourceFile, ...program } = module[part];
    module[part] = { ...program, source: read(sourceFile) };
  }
  return { module: panelFile ? { ...module, panel: JSON.stringify(JSON.parse(read(panelFile))) } : module };
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
