// Lists the modules; with the name or id of one, deploys it and shows how it converges. Exit code 1 when it does not run everywhere.
//   node examples/deploy.mjs [MODULE]

import { randomUUID } from "node:crypto";
import { ApiError } from "@tricorder/apiserver";
import { DeploymentPhase, DisplayState } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/deployment";
import { connection } from "./connection.mjs";

/** Whatever a method answers in pages, one by one. */
async function* all(list, itemsOf) {
  let pageToken = "";
  do {
    const page = await list(pageToken);
    yield* itemsOf(page);
    if (pageToken && page.nextPageToken === pageToken) {
      throw new Error("The server gives the same page again: the list has no end.");
    }

    pageToken = page.nextPageToken;
  } while (pageToken);
}

/** Ends when this deploy has settled, or a later one that took its place. */
async function settled(api, { moduleId, generation }) {
  let last = "";
  for await (const { content } of api.watch({ module: { case: "modules", value: { moduleIds: [moduleId] } } })) {
    if (content.case === "bookmark") {
      continue;
    }

    if (content.value.deletedIds?.includes(moduleId)) {
      throw new Error("The module was deleted meanwhile.");
    }

    const deployment = content.value.modules.find((one) => one.id === moduleId)?.deployment;
    if (!deployment || deployment.generation < generation) {
      continue;
    }

    const { phase, displayCounts } = deployment;
    const { total, running, updating, pending, failed, held, unsupported } = displayCounts;
    const line = `${running}/${total} running, ${updating} updating, ${pending} pending, ${failed + held + unsupported} failed`;
    if (line !== last) {
      console.log((last = line));
    }

    if (phase === DeploymentPhase.SUCCEEDED || phase === DeploymentPhase.DEGRADED) {
      return deployment;
    }
  }
}

async function deploy(api, wanted) {
  let found;
  for await (const module of all((pageToken) => api.modules.listModules({ pageToken }), (page) => page.modules)) {
    console.log(`${module.id}  ${module.name}`);
    found = module.id === wanted || module.name === wanted ? module : found;
  }

  if (!wanted) {
    return 0;
  }

  if (!found) {
    console.error(`There is no module '${wanted}'.`);
    return 2;
  }

  // With a request id a repeat is safe, whoever repeats it.
  const { deployment } = await api.modules.deployModule({ moduleId: found.id, requestId: randomUUID() });
  console.log(`Deploying ${found.name}, revision ${deployment.revision}`);
  const { phase } = await settled(api, deployment);
  console.log(DeploymentPhase[phase]);
  if (phase === DeploymentPhase.SUCCEEDED) {
    return 0;
  }

  for (const displayState of [DisplayState.FAILED, DisplayState.HELD, DisplayState.UNSUPPORTED]) {
    const list = (pageToken) => api.modules.listModuleInstances({ moduleId: found.id, displayState, pageToken });
    for await (const instance of all(list, (page) => page.instances)) {
      console.error(`  ${instance.nodeName}: ${instance.message}`);
    }
  }

  return 1;
}

const api = connection();
try {
  process.exitCode = await deploy(api, process.argv[2]);
} catch (cause) {
  const error = ApiError.from(cause);
  console.error(`${error.reason || "ERROR"}: ${error.message}`);
  process.exitCode = 1;
} finally {
  api.close();
}
