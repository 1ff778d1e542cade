from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import access_pb2 as _access_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

COMPONENT_STATE_DEGRADED: ComponentState
COMPONENT_STATE_DOWN: ComponentState
COMPONENT_STATE_NOT_CONFIGURED: ComponentState
COMPONENT_STATE_OK: ComponentState
COMPONENT_STATE_UNSPECIFIED: ComponentState
DESCRIPTOR: _descriptor.FileDescriptor

class AgentCounts(_message.Message):
    __slots__ = ["offline", "online", "terminated", "total"]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    ONLINE_FIELD_NUMBER: _ClassVar[int]
    TERMINATED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    offline: int
    online: int
    terminated: int
    total: int
    def __init__(self, total: _Optional[int] = ..., online: _Optional[int] = ..., offline: _Optional[int] = ..., terminated: _Optional[int] = ...) -> None: ...

class ComponentStatus(_message.Message):
    __slots__ = ["message", "name", "state", "update_time"]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    message: str
    name: str
    state: ComponentState
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., state: _Optional[_Union[ComponentState, str]] = ..., message: _Optional[str] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetServerStatusRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class GetServerStatusResponse(_message.Message):
    __slots__ = ["agent_counts", "cluster_name", "components", "grpc_port", "module_counts", "start_time", "version"]
    AGENT_COUNTS_FIELD_NUMBER: _ClassVar[int]
    CLUSTER_NAME_FIELD_NUMBER: _ClassVar[int]
    COMPONENTS_FIELD_NUMBER: _ClassVar[int]
    GRPC_PORT_FIELD_NUMBER: _ClassVar[int]
    MODULE_COUNTS_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    agent_counts: AgentCounts
    cluster_name: str
    components: _containers.RepeatedCompositeFieldContainer[ComponentStatus]
    grpc_port: int
    module_counts: ModuleCounts
    start_time: _timestamp_pb2.Timestamp
    version: str
    def __init__(self, version: _Optional[str] = ..., cluster_name: _Optional[str] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., components: _Optional[_Iterable[_Union[ComponentStatus, _Mapping]]] = ..., agent_counts: _Optional[_Union[AgentCounts, _Mapping]] = ..., module_counts: _Optional[_Union[ModuleCounts, _Mapping]] = ..., grpc_port: _Optional[int] = ...) -> None: ...

class ModuleCounts(_message.Message):
    __slots__ = ["created", "deployed", "total", "undeployed"]
    CREATED_FIELD_NUMBER: _ClassVar[int]
    DEPLOYED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    UNDEPLOYED_FIELD_NUMBER: _ClassVar[int]
    created: int
    deployed: int
    total: int
    undeployed: int
    def __init__(self, total: _Optional[int] = ..., created: _Optional[int] = ..., deployed: _Optional[int] = ..., undeployed: _Optional[int] = ...) -> None: ...

class ComponentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
