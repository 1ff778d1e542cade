"""The client of API Server, the control plane of Tricorder.

A connection with TLS, token, pings and retries (:func:`connect`); typed errors (:class:`ApiError`); and a watch that resumes by itself
(:func:`watch`). Messages and services are in the modules of ``tricorder.apiserver.v1``.
"""

from tricorder.apiserver import _google as _google  # Before anything generated: that imports google.rpc and google.api.

from tricorder.apiserver.client import Client, connect
from tricorder.apiserver.errors import ApiError, FieldViolation
from tricorder.apiserver.watching import default_backoff, watch

__all__ = ["ApiError", "Client", "FieldViolation", "connect", "default_backoff", "watch"]
