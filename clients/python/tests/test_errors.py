import unittest

import grpc

from server import Server, ServerTest
from tricorder.apiserver import ApiError, FieldViolation
from tricorder.apiserver.v1 import module_service_pb2

from google.protobuf import any_pb2, duration_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2


def detailed():
    status = status_pb2.Status(code=code_pb2.INVALID_ARGUMENT, message="two fields are wrong")
    violation = error_details_pb2.BadRequest.FieldViolation
    for detail in (
        error_details_pb2.ErrorInfo(reason="INVALID_FIELDS", metadata={"correlation_id": "c-1", "fields": "2"}),
        error_details_pb2.BadRequest(
            field_violations=[violation(field="module.name", description="is empty"), violation(field="module.wasm", description="is missing")]
        ),
        error_details_pb2.PreconditionFailure(violations=[error_details_pb2.PreconditionFailure.Violation(description="is deployed")]),
        error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=1, nanos=500_000_000)),
    ):
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return status


class ErrorsTest(ServerTest):
    def fail(self, details, code=grpc.StatusCode.INVALID_ARGUMENT, message="two fields are wrong"):
        """What a client makes of a call that failed with these details."""

        def create(request, context):
            context.set_trailing_metadata((("grpc-status-details-bin", details),))
            context.abort(code, message)

        with self.assertRaises(grpc.RpcError) as raised:
            self.start(Server(CreateModule=create)).modules.CreateModule(module_service_pb2.CreateModuleRequest())
        return ApiError.of(raised.exception)

    def verify(self, error):
        self.assertEqual(
            vars(error),
            {
                "code": grpc.StatusCode.INVALID_ARGUMENT,
                "message": "two fields are wrong",
                "reason": "INVALID_FIELDS",
                "metadata": {"correlation_id": "c-1", "fields": "2"},
                "violations": (FieldViolation("module.name", "is empty"), FieldViolation("module.wasm", "is missing")),
                "preconditions": ("is deployed",),
                "correlation_id": "c-1",
                "retry_after": 1.5,
            },
        )
        self.assertFalse(error.is_transient)
        self.assertEqual(str(error), "INVALID_ARGUMENT (INVALID_FIELDS): two fields are wrong")

    def test_call_has_the_details_of_the_server(self):
        self.verify(self.fail(detailed().SerializeToString()))

    def test_error_inside_of_an_answer_has_details_too(self):
        self.verify(ApiError.of_status(detailed()))

    def test_defects_are_told_from_refusals(self):
        defects = {code.name for code in grpc.StatusCode if ApiError(code, "").is_defect}
        self.assertEqual(defects, {"INTERNAL", "UNKNOWN", "DATA_LOSS"})

    def test_code_that_is_not_known_yet_is_unknown(self):
        self.assertEqual(ApiError.of_status(status_pb2.Status(code=99)).code, grpc.StatusCode.UNKNOWN)

    def test_error_of_a_watch_is_returned_as_it_is(self):
        error = ApiError(grpc.StatusCode.CANCELLED, "the client is closed")

        self.assertIs(ApiError.of(error), error)

    def test_details_that_are_none_leave_the_code(self):
        error = self.fail(b"\xff", grpc.StatusCode.RESOURCE_EXHAUSTED, "too much")

        self.assertEqual((error.code, error.message, error.reason), (grpc.StatusCode.RESOURCE_EXHAUSTED, "too much", ""))


if __name__ == "__main__":
    unittest.main()
