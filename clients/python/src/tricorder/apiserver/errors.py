"""What a server says when a call fails."""

from __future__ import annotations

import dataclasses
from typing import Mapping, Optional, Sequence, Union

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

_DETAILS_KEY = "grpc-status-details-bin"


@dataclasses.dataclass(frozen=True)
class FieldViolation:
    """A field of the request that the server does not take, and why."""

    field: str
    """Its path, such as ``module.wasm.function_name``."""
    description: str


@dataclasses.dataclass(eq=False)
class ApiError(Exception):
    """An error of a call, with the details that the server sent. Calls raise :class:`grpc.RpcError`; :meth:`of` reads it."""

    code: grpc.StatusCode
    message: str
    reason: str = ""
    """Why, in UPPER_SNAKE and stable; empty when the server did not say."""
    metadata: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Facts beside the reason."""
    violations: Sequence[FieldViolation] = ()
    """Every field that is wrong; empty when that is not the cause."""
    preconditions: Sequence[str] = ()
    """What must hold first, for FAILED_PRECONDITION."""
    correlation_id: str = ""
    """By which the server's log knows the call; empty when it never reached the server."""
    retry_after: Optional[float] = None
    """How long to wait before the same call may work, in seconds; None when the server did not say."""

    def __str__(self) -> str:
        return f"{self.code.name}{f' ({self.reason})' if self.reason else ''}: {self.message}"

    @property
    def is_transient(self) -> bool:
        """The server could not be reached, or is about to stop: the same call may work later."""
        return self.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)

    @property
    def is_defect(self) -> bool:
        """A defect of the server: only its log, by the ``correlation_id``, says more."""
        return self.code in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS)

    @classmethod
    def of(cls, error: Union[grpc.RpcError, ApiError]) -> ApiError:
        """Reads the details of a failed call; what a watch raised is returned as it is."""
        if isinstance(error, ApiError):
            return error
        details = next((value for key, value in error.trailing_metadata() or () if key == _DETAILS_KEY), b"")
        try:
            status = status_pb2.Status.FromString(details)
        except DecodeError:
            # Whoever is on the way may answer too; then the code is what there is.
            status = status_pb2.Status()
        return cls._with_details(error.code(), error.details() or "", status)

    @classmethod
    def of_status(cls, status: status_pb2.Status) -> ApiError:
        """Reads an error that came inside of an answer, as in BatchDeployResult."""
        code = next((code for code in grpc.StatusCode if code.value[0] == status.code), grpc.StatusCode.UNKNOWN)
        return cls._with_details(code, status.message, status)

    @classmethod
    def _with_details(cls, code: grpc.StatusCode, message: str, status: status_pb2.Status) -> ApiError:
        result = cls(code, message)
        info = error_details_pb2.ErrorInfo()
        request = error_details_pb2.BadRequest()
        precondition = error_details_pb2.PreconditionFailure()
        retry = error_details_pb2.RetryInfo()
        for detail in status.details:
            if detail.Unpack(info):
                result.reason = info.reason
                result.metadata = dict(info.metadata)
                result.correlation_id = info.metadata.get("correlation_id", "")
            elif detail.Unpack(request):
                result.violations = tuple(FieldViolation(one.field, one.description) for one in request.field_violations)
            elif detail.Unpack(precondition):
                result.preconditions = tuple(one.description for one in precondition.violations)
            elif detail.Unpack(retry):
                result.retry_after = retry.retry_delay.seconds + retry.retry_delay.nanos / 1e9
        return result
