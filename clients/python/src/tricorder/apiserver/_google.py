"""Makes google.api and google.rpc importable, which the generated code needs.

Where googleapis-common-protos is installed, its modules are taken: two definitions of one message can not live in one process. Elsewhere, as on
Debian, which has no package of them, those beside this file are. ``google`` is a namespace package, so a directory more is enough.
"""

import importlib.util
import os
import sys


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


if not all(_is_there(name) for name in ("google.rpc.error_details_pb2", "google.rpc.status_pb2", "google.api.annotations_pb2")):
    sys.path.append(os.path.join(os.path.dirname(__file__), "_vendor"))
