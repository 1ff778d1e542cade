from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import deployment_pb2 as _deployment_pb2
from tricorder.apiserver.v1 import ebpf_program_pb2 as _ebpf_program_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import output_schema_pb2 as _output_schema_pb2
from tricorder.apiserver.v1 import wasm_program_pb2 as _wasm_program_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
MODULE_LIFECYCLE_CREATED: ModuleLifecycle
MODULE_LIFECYCLE_DEPLOYED: ModuleLifecycle
MODULE_LIFECYCLE_UNDEPLOYED: ModuleLifecycle
MODULE_LIFECYCLE_UNSPECIFIED: ModuleLifecycle
MODULE_VIEW_BASIC: ModuleView
MODULE_VIEW_FULL: ModuleView
MODULE_VIEW_UNSPECIFIED: ModuleView

class Module(_message.Message):
    __slots__ = ["create_time", "deployment", "description", "ebpf", "etag", "id", "labels", "lifecycle", "name", "output_schema", "panel", "revision", "update_time", "wasm"]
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DEPLOYMENT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    EBPF_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    LIFECYCLE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_SCHEMA_FIELD_NUMBER: _ClassVar[int]
    PANEL_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    WASM_FIELD_NUMBER: _ClassVar[int]
    create_time: _timestamp_pb2.Timestamp
    deployment: _deployment_pb2.Deployment
    description: str
    ebpf: _ebpf_program_pb2.EbpfProgram
    etag: str
    id: str
    labels: _containers.ScalarMap[str, str]
    lifecycle: ModuleLifecycle
    name: str
    output_schema: _output_schema_pb2.OutputSchema
    panel: str
    revision: int
    update_time: _timestamp_pb2.Timestamp
    wasm: _wasm_program_pb2.WasmProgram
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., description: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., ebpf: _Optional[_Union[_ebpf_program_pb2.EbpfProgram, _Mapping]] = ..., wasm: _Optional[_Union[_wasm_program_pb2.WasmProgram, _Mapping]] = ..., output_schema: _Optional[_Union[_output_schema_pb2.OutputSchema, _Mapping]] = ..., panel: _Optional[str] = ..., revision: _Optional[int] = ..., etag: _Optional[str] = ..., lifecycle: _Optional[_Union[ModuleLifecycle, str]] = ..., deployment: _Optional[_Union[_deployment_pb2.Deployment, _Mapping]] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ModuleRevision(_message.Message):
    __slots__ = ["create_time", "module", "revision"]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    create_time: _timestamp_pb2.Timestamp
    module: Module
    revision: int
    def __init__(self, revision: _Optional[int] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., module: _Optional[_Union[Module, _Mapping]] = ...) -> None: ...

class ModuleView(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ModuleLifecycle(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
