// Creates a module from a file with a CreateModuleRequest, as samples/*/create.json have it; says everything that is wrong with one that is not taken.
//   node examples/create.mjs ../../samples/tcp-connect/create.json

import { readFileSync } from "node:fs";
import { fromJson } from "@bufbuild/protobuf";
import { ApiError } from "@tricorder/apiserver";
import { CreateModuleRequestSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module_service";
import { connection } from "./connection.mjs";

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error("usage: node create.mjs FILE");
  process.exit(2);
}

const api = connection();
try {
  const { module } = await api.modules.createModule(fromJson(CreateModuleRequestSchema, JSON.parse(readFileSync(file, "utf8"))));
  console.log(`${module.id}  ${module.name}`);
} catch (cause) {
  const error = ApiError.from(cause);
  console.error(`${error.reason || "ERROR"}: ${error.message}`);
  for (const { field, description } of error.violations) {
    console.error(`  ${field}: ${description}`);
  }
  process.exitCode = 1;
} finally {
  api.close();
}
