import contextlib
import importlib.util
import io
import pathlib
import unittest

from server import Server, ServerTest
from tricorder.apiserver.v1 import deployment_pb2, module_instance_pb2, module_pb2, module_service_pb2, watch_service_pb2

EXAMPLE = pathlib.Path(__file__).parent.parent / "examples" / "deploy.py"


class ExampleTest(ServerTest):
    def deploy(self, phase, instances):
        """Runs the example against a server whose deployment ends like this; returns its exit status and what it printed."""
        specification = importlib.util.spec_from_file_location("deploy", EXAMPLE)
        example = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(example)
        deployment = deployment_pb2.Deployment(generation=2, phase=phase)
        module = module_pb2.Module(id="1", name="tcp", deployment=deployment)
        older = module_pb2.Module(id="1", name="tcp", deployment={"generation": 1, "phase": "DEPLOYMENT_PHASE_SUCCEEDED"})

        def stream(request, context):
            for state in (older, module):
                yield watch_service_pb2.WatchResponse(key="module", changes={"modules": [state]})

        server = Server(
            ListModules=lambda request, context: module_service_pb2.ListModulesResponse(modules=[module]),
            DeployModule=lambda request, context: module_service_pb2.DeployModuleResponse(deployment=deployment),
            ListModuleInstances=lambda request, context: module_service_pb2.ListModuleInstancesResponse(
                instances=[instance for instance in instances if instance.display_state == request.display_state]
            ),
            Watch=stream,
        )
        with contextlib.redirect_stdout(io.StringIO()) as output:
            return example.deploy(self.start(server), "tcp"), output.getvalue()

    def test_success_of_an_older_generation_does_not_count(self):
        status, output = self.deploy(deployment_pb2.DEPLOYMENT_PHASE_SUCCEEDED, [])

        self.assertEqual(status, 0)
        self.assertEqual(output.count("DEPLOYMENT_PHASE_SUCCEEDED"), 1)

    def test_held_agent_is_a_failure_and_tells_why(self):
        held = module_instance_pb2.ModuleInstance(node_name="n1", display_state=deployment_pb2.DISPLAY_STATE_HELD, message="lost 2 times")

        status, output = self.deploy(deployment_pb2.DEPLOYMENT_PHASE_DEGRADED, [held])

        self.assertEqual(status, 1)
        self.assertIn("n1 failed: lost 2 times\n", output)

    def test_failure_that_is_tried_again_meanwhile_is_one_all_the_same(self):
        status, _ = self.deploy(deployment_pb2.DEPLOYMENT_PHASE_DEGRADED, [])

        self.assertEqual(status, 1)


if __name__ == "__main__":
    unittest.main()
