"""Makes google.api and google.rpc importable, which the generated code needs.

Where googleapis-common-protos is installed, its modules are taken: two definitions of one message can not live in one process. Elsewhere, as on
Debian, which has no package of them, those beside this file are. Like theirs they are protoc's own, so that a copy of the same version that somebody
else brings is equal, which is no conflict. ``google`` is a namespace package, so a directory more is enough, unless somebody's
``google/__init__.py`` fixed its path.
"""

import importlib.util
import os
import sys

import google


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


if not all(_is_there(name) for name in ("google.rpc.error_details_pb2", "google.rpc.status_pb2", "google.api.annotations_pb2")):
    _VENDOR = os.path.join(os.path.dirname(__file__), "_vendor")
    sys.path.append(_VENDOR)
    if os.path.join(_VENDOR, "google") not in google.__path__:
        google.__path__.append(os.path.join(_VENDOR, "google"))
