"""Sends a token with each call."""

from __future__ import annotations

import collections
import pathlib
from typing import Any, Callable, NoReturn, Optional, Tuple

import grpc


def token_reader(token: Optional[str], token_file: Optional[str]) -> Optional[Callable[[], str]]:
    """Reads the token for each call; None where there is none."""
    if token:
        text = token
        return lambda: text
    if token_file:
        path = pathlib.Path(token_file)
        return lambda: path.read_text(encoding="utf-8").strip()
    return None


class Bearer(grpc.AuthMetadataPlugin):
    """Sends the token with TLS."""

    def __init__(self, read_token: Callable[[], str]) -> None:
        self._read_token = read_token

    def __call__(self, context: grpc.AuthMetadataContext, callback: grpc.AuthMetadataPluginCallback) -> None:
        try:
            callback((("authorization", f"Bearer {self._read_token()}"),), None)
        except OSError as error:
            callback((), error)


class CallDetails(
    collections.namedtuple("CallDetails", ("method", "timeout", "metadata", "credentials", "wait_for_ready", "compression")),
    grpc.ClientCallDetails,
):
    """What a call is made with; the library has no class of its own that can be made."""


class _NoToken(grpc.RpcError):
    """The token's file could not be read, as gRPC says it of call credentials."""

    def __init__(self, cause: OSError) -> None:
        super().__init__(f"the token can not be read: {cause}")

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNAVAILABLE

    def details(self) -> str:
        return str(self)

    def trailing_metadata(self) -> Tuple[()]:
        return ()

    def result(self, timeout: Optional[float] = None) -> NoReturn:
        """Errors are finished calls too: the next interceptor asks for its outcome."""
        raise self


class TokenInClear(grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor, grpc.StreamStreamClientInterceptor):
    """Sends the token without TLS, which call credentials need."""

    def __init__(self, read_token: Callable[[], str]) -> None:
        self._read_token = read_token

    def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        return continuation(self._with_token(client_call_details), request)

    def intercept_unary_stream(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        return continuation(self._with_token(client_call_details), request)

    def intercept_stream_stream(self, continuation: Any, client_call_details: Any, request_iterator: Any) -> Any:
        return continuation(self._with_token(client_call_details), request_iterator)

    def _with_token(self, details: Any) -> CallDetails:
        try:
            token = self._read_token()
        except OSError as cause:
            raise _NoToken(cause) from cause
        metadata = [*(details.metadata or ()), ("authorization", f"Bearer {token}")]
        return CallDetails(details.method, details.timeout, metadata, details.credentials, details.wait_for_ready, details.compression)
