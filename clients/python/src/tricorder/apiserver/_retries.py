"""Sends calls again while the server can not be reached."""

from __future__ import annotations

import time
from typing import Any

import grpc

from tricorder.apiserver._pauses import default_backoff
from tricorder.apiserver._tokens import CallDetails


class Retries(grpc.UnaryUnaryClientInterceptor):
    """Goes on where gRPC's own retries end, which are five attempts at most, for so many seconds after the first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        begin = time.monotonic()
        attempt = 1
        call = continuation(client_call_details, request)
        # One that is still under way is a future: whoever has it waits for it. One that is no call was never sent.
        while isinstance(call, grpc.Call) and call.done() and call.code() == grpc.StatusCode.UNAVAILABLE and time.monotonic() < begin + self._seconds:
            time.sleep(default_backoff(attempt))
            attempt += 1
            details = client_call_details
            if details.timeout is not None:
                left = begin + details.timeout - time.monotonic()
                if left <= 0:
                    break
                details = CallDetails(
                    details.method, left, details.metadata, details.credentials, details.wait_for_ready, details.compression
                )
            try:
                call = continuation(details, request)
            except ValueError:
                break  # The channel was closed meanwhile.
        return call
