from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
MODULE_ERROR_KIND_EBPF: ModuleErrorKind
MODULE_ERROR_KIND_INSERT: ModuleErrorKind
MODULE_ERROR_KIND_LOST: ModuleErrorKind
MODULE_ERROR_KIND_UNSPECIFIED: ModuleErrorKind
MODULE_ERROR_KIND_WASM: ModuleErrorKind

class ModuleUsage(_message.Message):
    __slots__ = ["cpu_time", "errors", "events", "last_error", "last_error_kind", "lost_events", "memory_bytes", "module_id", "rows_written"]
    CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_FIELD_NUMBER: _ClassVar[int]
    LAST_ERROR_KIND_FIELD_NUMBER: _ClassVar[int]
    LOST_EVENTS_FIELD_NUMBER: _ClassVar[int]
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    ROWS_WRITTEN_FIELD_NUMBER: _ClassVar[int]
    cpu_time: _duration_pb2.Duration
    errors: int
    events: int
    last_error: str
    last_error_kind: ModuleErrorKind
    lost_events: int
    memory_bytes: int
    module_id: str
    rows_written: int
    def __init__(self, module_id: _Optional[str] = ..., events: _Optional[int] = ..., lost_events: _Optional[int] = ..., rows_written: _Optional[int] = ..., errors: _Optional[int] = ..., last_error: _Optional[str] = ..., cpu_time: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., memory_bytes: _Optional[int] = ..., last_error_kind: _Optional[_Union[ModuleErrorKind, str]] = ...) -> None: ...

class ModuleErrorKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
