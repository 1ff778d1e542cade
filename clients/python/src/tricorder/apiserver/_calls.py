"""Types of the methods of generated services, which their stubs name: grpcio has none of its own."""

from __future__ import annotations

from typing import Any, Callable, Iterator, Optional, Protocol, Sequence, Tuple, TypeVar, Union

import grpc

Request = TypeVar("Request", contravariant=True)
Response = TypeVar("Response", covariant=True)
Metadata = Sequence[Tuple[str, Union[str, bytes]]]


class Call(Protocol):
    """A call that is under way, or has ended."""

    def cancel(self) -> bool: ...
    def is_active(self) -> bool: ...
    def time_remaining(self) -> Optional[float]: ...
    def add_callback(self, callback: Callable[[], None]) -> bool: ...
    def initial_metadata(self) -> Metadata: ...
    def trailing_metadata(self) -> Metadata: ...
    def code(self) -> grpc.StatusCode: ...
    def details(self) -> str: ...


class FutureCall(Call, Protocol[Response]):
    """A call that answers later."""

    def result(self, timeout: Optional[float] = None) -> Response: ...
    def exception(self, timeout: Optional[float] = None) -> Optional[BaseException]: ...
    def done(self) -> bool: ...
    def add_done_callback(self, fn: Callable[[Any], None]) -> None: ...


class StreamingCall(Call, Protocol[Response]):
    """A call that answers many times; each read waits for the next answer."""

    def __iter__(self) -> Iterator[Response]: ...
    def __next__(self) -> Response: ...


class Unary(Protocol[Request, Response]):
    """One request, one response. ``timeout`` is in seconds; a failed call raises :class:`grpc.RpcError`."""

    def __call__(
        self,
        request: Request,
        timeout: Optional[float] = None,
        metadata: Optional[Metadata] = None,
        credentials: Optional[grpc.CallCredentials] = None,
        wait_for_ready: Optional[bool] = None,
        compression: Optional[grpc.Compression] = None,
    ) -> Response: ...

    def with_call(
        self,
        request: Request,
        timeout: Optional[float] = None,
        metadata: Optional[Metadata] = None,
        credentials: Optional[grpc.CallCredentials] = None,
        wait_for_ready: Optional[bool] = None,
        compression: Optional[grpc.Compression] = None,
    ) -> Tuple[Response, Call]: ...

    def future(
        self,
        request: Request,
        timeout: Optional[float] = None,
        metadata: Optional[Metadata] = None,
        credentials: Optional[grpc.CallCredentials] = None,
        wait_for_ready: Optional[bool] = None,
        compression: Optional[grpc.Compression] = None,
    ) -> FutureCall[Response]: ...


class ServerStream(Protocol[Request, Response]):
    """One request, many responses. ``timeout`` is in seconds, for all of it; reading a failed call raises :class:`grpc.RpcError`."""

    def __call__(
        self,
        request: Request,
        timeout: Optional[float] = None,
        metadata: Optional[Metadata] = None,
        credentials: Optional[grpc.CallCredentials] = None,
        wait_for_ready: Optional[bool] = None,
        compression: Optional[grpc.Compression] = None,
    ) -> StreamingCall[Response]: ...


class BothStream(Protocol[Request, Response]):
    """Many requests, many responses. ``timeout`` is in seconds, for all of it; reading a failed call raises :class:`grpc.RpcError`."""

    def __call__(
        self,
        request_iterator: Iterator[Request],
        timeout: Optional[float] = None,
        metadata: Optional[Metadata] = None,
        credentials: Optional[grpc.CallCredentials] = None,
        wait_for_ready: Optional[bool] = None,
        compression: Optional[grpc.Compression] = None,
    ) -> StreamingCall[Response]: ...
