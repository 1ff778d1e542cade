from google.protobuf import duration_pb2 as _duration_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import program_pb2 as _program_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
PROBE_TYPE_KPROBE: ProbeType
PROBE_TYPE_SAMPLE: ProbeType
PROBE_TYPE_SYSCALL: ProbeType
PROBE_TYPE_TRACEPOINT: ProbeType
PROBE_TYPE_UNSPECIFIED: ProbeType
PROBE_TYPE_UPROBE: ProbeType
PROBE_TYPE_USDT: ProbeType
PROBE_TYPE_XDP: ProbeType

class EbpfProgram(_message.Message):
    __slots__ = ["event_size", "format", "language", "object", "perf_buffer_names", "probes", "source"]
    EVENT_SIZE_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    OBJECT_FIELD_NUMBER: _ClassVar[int]
    PERF_BUFFER_NAMES_FIELD_NUMBER: _ClassVar[int]
    PROBES_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    event_size: int
    format: _program_pb2.ProgramFormat
    language: _program_pb2.ProgramLanguage
    object: bytes
    perf_buffer_names: _containers.RepeatedScalarFieldContainer[str]
    probes: _containers.RepeatedCompositeFieldContainer[Probe]
    source: str
    def __init__(self, format: _Optional[_Union[_program_pb2.ProgramFormat, str]] = ..., language: _Optional[_Union[_program_pb2.ProgramLanguage, str]] = ..., source: _Optional[str] = ..., object: _Optional[bytes] = ..., perf_buffer_names: _Optional[_Iterable[str]] = ..., event_size: _Optional[int] = ..., probes: _Optional[_Iterable[_Union[Probe, _Mapping]]] = ...) -> None: ...

class Probe(_message.Message):
    __slots__ = ["binary_path", "entry_function", "return_function", "sample_period", "target", "type"]
    BINARY_PATH_FIELD_NUMBER: _ClassVar[int]
    ENTRY_FUNCTION_FIELD_NUMBER: _ClassVar[int]
    RETURN_FUNCTION_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_PERIOD_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    binary_path: str
    entry_function: str
    return_function: str
    sample_period: _duration_pb2.Duration
    target: str
    type: ProbeType
    def __init__(self, type: _Optional[_Union[ProbeType, str]] = ..., target: _Optional[str] = ..., entry_function: _Optional[str] = ..., return_function: _Optional[str] = ..., sample_period: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., binary_path: _Optional[str] = ...) -> None: ...

class ProbeType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
