#!/usr/bin/env python3
"""Lists modules, deploys one, and watches it converge on all agents. Exits with 1 when it fails on any agent.

A token is taken from TRICORDER_TOKEN.
"""

import argparse
import os
import sys
from typing import Optional

import grpc

from tricorder.apiserver import ApiError, Client, connect, watch
from tricorder.apiserver.v1 import deployment_pb2, module_pb2, module_service_pb2, watch_service_pb2

SETTLED = (deployment_pb2.DEPLOYMENT_PHASE_SUCCEEDED, deployment_pb2.DEPLOYMENT_PHASE_DEGRADED)
NOT_RUNNING = (deployment_pb2.DISPLAY_STATE_FAILED, deployment_pb2.DISPLAY_STATE_HELD, deployment_pb2.DISPLAY_STATE_UNSUPPORTED)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", help="name or id")
    parser.add_argument(
        "--server", default=os.environ.get("TRICORDER_SERVER", "127.0.0.1:50051"), help="the server's gRPC port, https://host:port or http://host:port"
    )
    arguments = parser.parse_args()
    try:
        with connect(arguments.server, token=os.environ.get("TRICORDER_TOKEN")) as client:
            return deploy(client, arguments.module)
    except (ValueError, OSError) as failure:
        print(failure, file=sys.stderr)
        return 1
    except (grpc.RpcError, ApiError) as failure:
        error = ApiError.of(failure)
        print(error, file=sys.stderr)
        for violation in error.violations:
            print(f"  {violation.field}: {violation.description}", file=sys.stderr)
        return 1


def deploy(client: Client, wanted: str) -> int:
    module = find(client, wanted)
    if module is None:
        print(f"There is no module {wanted!r}.", file=sys.stderr)
        return 1

    accepted = client.modules.DeployModule(module_service_pb2.DeployModuleRequest(module_id=module.id)).deployment
    if converge(client, module.id, accepted.generation) == deployment_pb2.DEPLOYMENT_PHASE_SUCCEEDED:
        return 0
    tell_failures(client, module.id)
    return 1


def find(client: Client, wanted: str) -> Optional[module_pb2.Module]:
    """Prints all modules, and returns the one of that name or id."""
    found = None
    request = module_service_pb2.ListModulesRequest()
    while True:
        page = client.modules.ListModules(request)
        for module in page.modules:
            print(f"{module.name}: revision {module.revision}, {module_pb2.ModuleLifecycle.Name(module.lifecycle)}")
            if wanted in (module.name, module.id):
                found = module
        if not page.next_page_token:
            return found
        request.page_token = following(request, page)


def converge(client: Client, module_id: str, generation: int) -> int:
    """Prints the counts as they change, until this generation or a newer one is settled; returns the phase then."""
    topic = watch_service_pb2.ModulesTopic(module_ids=[module_id])
    last = ""
    for response in watch(client, [watch_service_pb2.Subscription(key="module", modules=topic)], timeout=300):
        for module in [*response.snapshot.modules, *response.changes.modules]:
            deployment, counts = module.deployment, module.deployment.display_counts
            if deployment.generation < generation:
                continue
            phase = deployment_pb2.DeploymentPhase.Name(deployment.phase)
            line = f"{phase}: {counts.running} of {counts.total} running, {counts.failed + counts.held + counts.unsupported} failed"
            if line != last:
                print(line, flush=True)
                last = line
            if deployment.phase in SETTLED:
                return deployment.phase
    raise AssertionError("a watch does not end by itself")


def tell_failures(client: Client, module_id: str) -> None:
    """Prints why it does not run, on each node where it failed or is held back."""
    for state in NOT_RUNNING:
        request = module_service_pb2.ListModuleInstancesRequest(module_id=module_id, display_state=state)
        while True:
            page = client.modules.ListModuleInstances(request)
            for instance in page.instances:
                print(f"{instance.node_name} failed: {instance.message}")
            if not page.next_page_token:
                break
            request.page_token = following(request, page)


def following(request, page) -> str:
    """The token of the next page. The same one again would be the same page for ever."""
    if page.next_page_token == request.page_token:
        raise RuntimeError("the server gives the same page again: the list has no end")
    return page.next_page_token


if __name__ == "__main__":
    sys.exit(main())
