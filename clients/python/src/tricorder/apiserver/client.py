"""Connecting to a server."""

from __future__ import annotations

import ipaddress
import json
import math
import pathlib
import threading
import urllib.parse
import uuid
from typing import Any, Optional, Tuple

import grpc

from tricorder.apiserver._retries import Retries
from tricorder.apiserver._tokens import Bearer, TokenInClear, token_reader
from tricorder.apiserver.v1 import (
    agent_service_pb2_grpc,
    database_service_pb2_grpc,
    event_service_pb2_grpc,
    grafana_service_pb2_grpc,
    module_service_pb2_grpc,
    session_service_pb2_grpc,
    status_service_pb2_grpc,
    token_service_pb2_grpc,
    watch_service_pb2_grpc,
)

DEFAULT_ADDRESS = "127.0.0.1:50051"
_MOST_ATTEMPTS = 5
_RETRY_BUFFER = 16 << 20


class Client:
    """All services of a server over one channel; safe for use by many threads. ``with`` closes it."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Takes any channel; :func:`connect` makes one."""
        self._channel = channel
        self._closed = threading.Event()
        calls = grpc.intercept_channel(channel, _RequestIds())
        self.agents = agent_service_pb2_grpc.AgentServiceStub(calls)
        self.database = database_service_pb2_grpc.DatabaseServiceStub(calls)
        self.events = event_service_pb2_grpc.EventServiceStub(calls)
        self.grafana = grafana_service_pb2_grpc.GrafanaServiceStub(calls)
        self.modules = module_service_pb2_grpc.ModuleServiceStub(calls)
        self.sessions = session_service_pb2_grpc.SessionServiceStub(calls)
        self.status = status_service_pb2_grpc.StatusServiceStub(calls)
        self.tokens = token_service_pb2_grpc.TokenServiceStub(calls)
        self.watcher = watch_service_pb2_grpc.WatchServiceStub(calls)
        """The raw stream; :func:`tricorder.apiserver.watch` is easier, and goes on when it breaks."""

    def close(self) -> None:
        """Closes the channel; calls and watches that are under way end with CANCELLED."""
        self._closed.set()
        self._channel.close()

    @property
    def is_closed(self) -> bool:
        """Whether :meth:`close` was called."""
        return self._closed.is_set()

    def _pause(self, seconds: float) -> None:
        """Waits for so long, or until the client is closed."""
        self._closed.wait(seconds)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def connect(
    address: str = DEFAULT_ADDRESS,
    *,
    tls: bool = False,
    ca_file: Optional[str] = None,
    token: Optional[str] = None,
    token_file: Optional[str] = None,
    client_certificate_file: Optional[str] = None,
    client_key_file: Optional[str] = None,
    server_name: Optional[str] = None,
    allow_token_in_clear: bool = False,
    retry_for: float = 10,
    max_attempts: Optional[int] = None,
) -> Client:
    """Makes a client; it connects with its first call.

    :param address: The server's gRPC port: ``https://host:port`` with TLS, ``http://host:port`` without, ``host:port`` as ``tls`` says.
    :param tls: Whether it has TLS; implied by ``https://``, ``ca_file`` and ``client_certificate_file``.
    :param ca_file: PEM file with the authorities to trust instead of the system's.
    :param token: API token, sent with each call; empty is none.
    :param token_file: File that holds the token, read anew for each call, so it may be replaced at any time; a call that can not read it fails with
        UNAVAILABLE. Ignored when ``token`` is given.
    :param client_certificate_file: PEM file with the client's certificate; needs ``client_key_file``.
    :param client_key_file: PEM file with the key of it.
    :param server_name: Name that the server's certificate must have, when it is not the address's host.
    :param allow_token_in_clear: Sends the token without TLS to other machines too, where anybody on the way can read it.
    :param retry_for: For how many seconds a call is sent again while the server can not be reached; one that answers later, by ``future``, five
        times at most. Changing calls are retried too: each carries a request_id, made up when the request has none, so that it takes effect once.
    :param max_attempts: How often a call is sent at most, whatever the time, 1 to 5; 1 means no retry. None: any number of times.
    :raises ValueError: for an address that is none, options that do not go together, and a token that would travel in clear.
    :raises OSError: when a certificate's, a key's or the authorities' file can not be read.
    """
    if max_attempts is not None and not 1 <= max_attempts <= _MOST_ATTEMPTS:
        raise ValueError(f"max_attempts is {max_attempts}, and must be 1 to {_MOST_ATTEMPTS}")
    if not 0 <= retry_for < math.inf:
        raise ValueError(f"retry_for is {retry_for}, and must be 0 or more seconds")
    if (client_certificate_file is None) != (client_key_file is None):
        raise ValueError("client_certificate_file and client_key_file need each other")
    needs_tls = tls or ca_file is not None or client_certificate_file is not None
    target, is_tls = _target(address, needs_tls)
    is_here = _is_loopback(target)
    options = [
        ("grpc.keepalive_time_ms", 20_000),
        ("grpc.keepalive_timeout_ms", 20_000),
        # A watch of what does not change sends nothing for long; its peer may vanish all the same.
        ("grpc.http2.max_pings_without_data", 0),
        ("grpc.max_receive_message_length", -1),
        ("grpc.enable_http_proxy", int(not is_here)),
        # Meanwhile calls fail unsent, also those of a watch, whatever its own pauses. gRPC's usual is two minutes.
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 500),
        ("grpc.enable_retries", 1),
        # A call that does not fit is sent once: a module has a few megabytes, gRPC's own buffer a quarter of one.
        ("grpc.per_rpc_retry_buffer_size", _RETRY_BUFFER),
        ("grpc.service_config", json.dumps(_service_config((_MOST_ATTEMPTS if retry_for > 0 else 1) if max_attempts is None else max_attempts))),
    ]
    if server_name:
        options.append(("grpc.ssl_target_name_override", server_name))

    read_token = token_reader(token, token_file)
    if is_tls:
        credentials = grpc.ssl_channel_credentials(_read(ca_file), _read(client_key_file), _read(client_certificate_file))
        if read_token:
            credentials = grpc.composite_channel_credentials(credentials, grpc.metadata_call_credentials(Bearer(read_token)))
        return Client(_retrying(grpc.secure_channel(target, credentials, options), retry_for, max_attempts))

    if read_token and not allow_token_in_clear and not is_here:
        raise ValueError(f"the token would travel in clear to {target}: use https://, or allow_token_in_clear")
    channel = grpc.insecure_channel(target, options)
    return Client(_retrying(grpc.intercept_channel(channel, TokenInClear(read_token)) if read_token else channel, retry_for, max_attempts))


def _retrying(channel: grpc.Channel, seconds: float, max_attempts: Optional[int]) -> grpc.Channel:
    return channel if max_attempts is not None or seconds == 0 else grpc.intercept_channel(channel, Retries(seconds))


def _target(address: str, needs_tls: bool) -> Tuple[str, bool]:
    """What gRPC takes, and whether it has TLS."""
    if "://" not in address:
        return address, needs_tls
    parsed = urllib.parse.urlsplit(address)
    if parsed.scheme not in ("https", "http") or not parsed.hostname or parsed.username or parsed.path.strip("/") or parsed.query:
        raise ValueError(f"{address!r} is no address of the form https://host:port")
    is_tls = parsed.scheme == "https"
    if needs_tls and not is_tls:
        raise ValueError("the address begins with http://, but TLS is asked for")
    host = f"[{parsed.hostname}]" if ":" in parsed.hostname else parsed.hostname
    return f"{host}:{parsed.port or (443 if is_tls else 80)}", is_tls


def _service_config(max_attempts: int) -> dict[str, Any]:
    if max_attempts <= 1:
        return {}
    policy = {
        "maxAttempts": max_attempts,
        "initialBackoff": "0.1s",
        "maxBackoff": "1s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    return {"methodConfig": [{"name": [{}], "retryPolicy": policy}]}


def _read(path: Optional[str]) -> Optional[bytes]:
    return None if path is None else pathlib.Path(path).read_bytes()


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _RequestIds(grpc.UnaryUnaryClientInterceptor):
    """Gives each changing call a request_id, so that sending it again changes nothing twice. The caller's message stays as it is."""

    def intercept_unary_unary(self, continuation: Any, client_call_details: Any, request: Any) -> Any:
        if "request_id" in request.DESCRIPTOR.fields_by_name and not request.request_id:
            copy = type(request)()
            copy.CopyFrom(request)
            copy.request_id = str(uuid.uuid4())
            request = copy
        return continuation(client_call_details, request)
