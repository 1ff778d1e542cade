import concurrent.futures
import unittest

import grpc

from tricorder.apiserver import ApiError, FieldViolation, connect, watch
from tricorder.apiserver.v1 import (
    module_service_pb2,
    module_service_pb2_grpc,
    watch_service_pb2,
    watch_service_pb2_grpc,
)

from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2


class Server(module_service_pb2_grpc.ModuleServiceServicer, watch_service_pb2_grpc.WatchServiceServicer):
    """Answers as the real one does, as far as a test needs it."""

    create = None
    watch = None

    def CreateModule(self, request, context):
        return self.create(request, context)

    def Watch(self, request, context):
        return self.watch(request, context)


class ClientTest(unittest.TestCase):
    def start(self, server):
        host = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        module_service_pb2_grpc.add_ModuleServiceServicer_to_server(server, host)
        watch_service_pb2_grpc.add_WatchServiceServicer_to_server(server, host)
        port = host.add_insecure_port("127.0.0.1:0")
        host.start()
        self.addCleanup(lambda: host.stop(None).wait())
        client = connect(f"127.0.0.1:{port}", token="secret")
        self.addCleanup(client.close)
        return client

    def test_error_has_the_details_of_the_server(self):
        def create(request, context):
            self.assertIn(("authorization", "Bearer secret"), [tuple(item) for item in context.invocation_metadata()])
            status = status_pb2.Status(code=code_pb2.INVALID_ARGUMENT, message="two fields are wrong")
            for detail in (
                error_details_pb2.ErrorInfo(reason="INVALID_FIELDS", metadata={"correlation_id": "c-1"}),
                error_details_pb2.BadRequest(
                    field_violations=[
                        error_details_pb2.BadRequest.FieldViolation(field="module.name", description="is empty"),
                        error_details_pb2.BadRequest.FieldViolation(field="module.wasm", description="is missing"),
                    ]
                ),
            ):
                packed = any_pb2.Any()
                packed.Pack(detail)
                status.details.append(packed)
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, status.message)

        server = Server()
        server.create = create
        client = self.start(server)

        with self.assertRaises(grpc.RpcError) as raised:
            client.modules.CreateModule(module_service_pb2.CreateModuleRequest())

        error = ApiError.of(raised.exception)
        self.assertEqual(
            (error.code, error.message, error.reason, error.correlation_id),
            (grpc.StatusCode.INVALID_ARGUMENT, "two fields are wrong", "INVALID_FIELDS", "c-1"),
        )
        self.assertEqual(error.violations, (FieldViolation("module.name", "is empty"), FieldViolation("module.wasm", "is missing")))

    def test_changing_call_is_repeated_under_one_request_id(self):
        ids = []

        def create(request, context):
            ids.append(request.request_id)
            if len(ids) < 3:
                context.abort(grpc.StatusCode.UNAVAILABLE, "starting")
            return module_service_pb2.CreateModuleResponse()

        server = Server()
        server.create = create
        request = module_service_pb2.CreateModuleRequest()

        self.start(server).modules.CreateModule(request)

        self.assertEqual(len(ids), 3)
        self.assertEqual(len(set(ids)), 1)
        self.assertTrue(ids[0])
        self.assertEqual(request.request_id, "")

    def test_watch_resumes_by_token_and_starts_anew_when_that_is_expired(self):
        asked, states = [], []

        def stream(request, context):
            asked.append(request.subscriptions[0].resume_token)
            if len(asked) == 1:
                yield watch_service_pb2.WatchResponse(key="k", resume_token="t1")
                context.abort(grpc.StatusCode.UNAVAILABLE, "going away")
            elif len(asked) == 2:
                context.abort(grpc.StatusCode.OUT_OF_RANGE, "too old")
            elif len(asked) == 3:
                yield watch_service_pb2.WatchResponse(key="k", resume_token="t2")
            else:
                context.abort(grpc.StatusCode.PERMISSION_DENIED, "not any more")

        server = Server()
        server.watch = stream
        client = self.start(server)
        taken = []

        with self.assertRaises(ApiError) as raised:
            subscriptions = [watch_service_pb2.Subscription(key="k")]
            for response in watch(client, subscriptions, on_state=states.append, backoff=lambda attempt: 0.001):
                taken.append(response.resume_token)

        self.assertEqual(raised.exception.code, grpc.StatusCode.PERMISSION_DENIED)
        self.assertEqual(asked, ["", "t1", "", "t2"])
        self.assertEqual(taken, ["t1", "t2"])
        self.assertEqual(len([state for state in states if state]), 4)

    def test_token_does_not_travel_in_clear(self):
        with self.assertRaises(ValueError):
            connect("apiserver.example.com:50051", token="secret")
        for address in ("127.0.0.1:1", "localhost:1", "[::1]:1"):
            connect(address, token="secret").close()


if __name__ == "__main__":
    unittest.main()
