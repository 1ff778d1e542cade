"""Live state that survives broken streams."""

from __future__ import annotations

import contextlib
import math
import time
from typing import Callable, Dict, Iterable, Iterator, Optional

import grpc

from tricorder.apiserver._calls import StreamingCall
from tricorder.apiserver._pauses import default_backoff
from tricorder.apiserver.client import Client
from tricorder.apiserver.errors import ApiError
from tricorder.apiserver.v1 import watch_service_pb2

_FINAL = (
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.NOT_FOUND,
)


def watch(
    client: Client,
    subscriptions: Iterable[watch_service_pb2.Subscription],
    *,
    tokens: Optional[Dict[str, str]] = None,
    on_state: Optional[Callable[[Optional[ApiError]], None]] = None,
    backoff: Callable[[int], float] = default_backoff,
    timeout: Optional[float] = None,
) -> Iterator[watch_service_pb2.WatchResponse]:
    """Watches for ever: when the stream breaks it goes on where it was, by resume token.

    When the server can not go on from there, snapshots come again: a snapshot that follows the last part of an earlier one replaces what was
    known under its key. Leaving the loop ends the watch, and so does closing the client.

    :param subscriptions: What to watch; each with a key and a topic. Their own resume tokens are ignored.
    :param tokens: Resume tokens by key, kept up to date: given again, a later watch goes on where this one ended.
    :param on_state: Told None when the stream stands, and the error when it broke: what is known is stale from then on.
    :param backoff: Seconds to wait before the attempt of this number, 1 for the first after a failure.
    :param timeout: Seconds after which the watch ends with DEADLINE_EXCEEDED. None: never.
    :raises ApiError: what no repetition would change, such as PERMISSION_DENIED, and CANCELLED once the client is closed.
    """
    wanted = list(subscriptions)
    tokens = {} if tokens is None else tokens
    tell = on_state or (lambda _: None)
    end = math.inf if timeout is None else time.monotonic() + timeout
    failures = 0
    while True:
        request = watch_service_pb2.WatchRequest()
        for subscription in wanted:
            copy = request.subscriptions.add()
            copy.CopyFrom(subscription)
            copy.resume_token = tokens.get(subscription.key, "")

        stream = _open(client, request, end - time.monotonic())
        try:
            # Comes at once, or when the stream ends.
            stream.initial_metadata()
            if stream.is_active():
                tell(None)
            with _cancelled_once_closed(client):
                for response in stream:
                    failures = 0
                    yield response
                    # Only what was taken counts as seen.
                    if response.resume_token:
                        tokens[response.key] = response.resume_token
            error = ApiError(grpc.StatusCode.UNAVAILABLE, "the server ended the stream")
        except grpc.RpcError as failure:
            error = ApiError.of(failure)
        finally:
            stream.cancel()

        tell(error)
        if error.code == grpc.StatusCode.OUT_OF_RANGE:
            tokens.clear()
        elif error.code in _FINAL:
            raise error
        failures += 1
        client._pause(min(max(backoff(failures), error.retry_after or 0), end - time.monotonic()))


def _open(client: Client, request: watch_service_pb2.WatchRequest, seconds: float) -> StreamingCall[watch_service_pb2.WatchResponse]:
    if seconds <= 0:
        raise ApiError(grpc.StatusCode.DEADLINE_EXCEEDED, "the time of the watch is over")
    with _cancelled_once_closed(client):
        return client.watcher.Watch(request, timeout=None if math.isinf(seconds) else seconds)


@contextlib.contextmanager
def _cancelled_once_closed(client: Client) -> Iterator[None]:
    """A closed channel raises ValueError: when a call begins, or when it is read where an interceptor is on the way."""
    try:
        yield
    except ValueError as cause:
        if client.is_closed:
            raise ApiError(grpc.StatusCode.CANCELLED, "the client is closed") from cause
        raise
