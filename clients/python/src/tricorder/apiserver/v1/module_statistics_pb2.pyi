from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ModuleStatistics(_message.Message):
    __slots__ = ["agents", "cpu_time", "errors", "events", "last_row_time", "lost_events", "memory_bytes", "module_id", "rows_per_minute", "rows_written"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    CPU_TIME_FIELD_NUMBER: _ClassVar[int]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    LAST_ROW_TIME_FIELD_NUMBER: _ClassVar[int]
    LOST_EVENTS_FIELD_NUMBER: _ClassVar[int]
    MEMORY_BYTES_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    ROWS_PER_MINUTE_FIELD_NUMBER: _ClassVar[int]
    ROWS_WRITTEN_FIELD_NUMBER: _ClassVar[int]
    agents: int
    cpu_time: _duration_pb2.Duration
    errors: int
    events: int
    last_row_time: _timestamp_pb2.Timestamp
    lost_events: int
    memory_bytes: int
    module_id: str
    rows_per_minute: _containers.RepeatedScalarFieldContainer[int]
    rows_written: int
    def __init__(self, module_id: _Optional[str] = ..., agents: _Optional[int] = ..., events: _Optional[int] = ..., lost_events: _Optional[int] = ..., rows_written: _Optional[int] = ..., errors: _Optional[int] = ..., cpu_time: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., memory_bytes: _Optional[int] = ..., last_row_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., rows_per_minute: _Optional[_Iterable[int]] = ...) -> None: ...
