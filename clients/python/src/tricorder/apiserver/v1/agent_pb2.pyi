from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import deployment_pb2 as _deployment_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import module_usage_pb2 as _module_usage_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

AGENT_PROTOCOL_LEGACY: AgentProtocol
AGENT_PROTOCOL_UNSPECIFIED: AgentProtocol
AGENT_PROTOCOL_V1: AgentProtocol
AGENT_STATE_OFFLINE: AgentState
AGENT_STATE_ONLINE: AgentState
AGENT_STATE_TERMINATED: AgentState
AGENT_STATE_UNSPECIFIED: AgentState
DESCRIPTOR: _descriptor.FileDescriptor

class Agent(_message.Message):
    __slots__ = ["architecture", "connect_time", "cordoned", "display_counts", "id", "instance_counts", "kernel_release", "labels", "last_seen_time", "node_name", "pod_uid", "protocol", "state", "usage", "version"]
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ARCHITECTURE_FIELD_NUMBER: _ClassVar[int]
    CONNECT_TIME_FIELD_NUMBER: _ClassVar[int]
    CORDONED_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_COUNTS_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_COUNTS_FIELD_NUMBER: _ClassVar[int]
    KERNEL_RELEASE_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    LAST_SEEN_TIME_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    POD_UID_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    USAGE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    architecture: str
    connect_time: _timestamp_pb2.Timestamp
    cordoned: bool
    display_counts: _deployment_pb2.DisplayCounts
    id: str
    instance_counts: _deployment_pb2.InstanceCounts
    kernel_release: str
    labels: _containers.ScalarMap[str, str]
    last_seen_time: _timestamp_pb2.Timestamp
    node_name: str
    pod_uid: str
    protocol: AgentProtocol
    state: AgentState
    usage: _containers.RepeatedCompositeFieldContainer[_module_usage_pb2.ModuleUsage]
    version: str
    def __init__(self, id: _Optional[str] = ..., node_name: _Optional[str] = ..., pod_uid: _Optional[str] = ..., version: _Optional[str] = ..., kernel_release: _Optional[str] = ..., architecture: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., state: _Optional[_Union[AgentState, str]] = ..., cordoned: bool = ..., protocol: _Optional[_Union[AgentProtocol, str]] = ..., connect_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_seen_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., instance_counts: _Optional[_Union[_deployment_pb2.InstanceCounts, _Mapping]] = ..., usage: _Optional[_Iterable[_Union[_module_usage_pb2.ModuleUsage, _Mapping]]] = ..., display_counts: _Optional[_Union[_deployment_pb2.DisplayCounts, _Mapping]] = ...) -> None: ...

class AgentState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class AgentProtocol(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
