from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import container_pb2 as _container_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import module_pb2 as _module_pb2
from tricorder.apiserver.v1 import module_instance_pb2 as _module_instance_pb2
from tricorder.apiserver.v1 import module_usage_pb2 as _module_usage_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
MODULE_ACTION_DEPLOY: ModuleAction
MODULE_ACTION_UNDEPLOY: ModuleAction
MODULE_ACTION_UNSPECIFIED: ModuleAction

class AgentMessage(_message.Message):
    __slots__ = ["container_processes", "heartbeat", "hello", "module_status"]
    CONTAINER_PROCESSES_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_FIELD_NUMBER: _ClassVar[int]
    HELLO_FIELD_NUMBER: _ClassVar[int]
    MODULE_STATUS_FIELD_NUMBER: _ClassVar[int]
    container_processes: ContainerProcesses
    heartbeat: Heartbeat
    hello: Hello
    module_status: ModuleStatus
    def __init__(self, hello: _Optional[_Union[Hello, _Mapping]] = ..., module_status: _Optional[_Union[ModuleStatus, _Mapping]] = ..., heartbeat: _Optional[_Union[Heartbeat, _Mapping]] = ..., container_processes: _Optional[_Union[ContainerProcesses, _Mapping]] = ...) -> None: ...

class ContainerProcesses(_message.Message):
    __slots__ = ["container", "processes"]
    CONTAINER_FIELD_NUMBER: _ClassVar[int]
    PROCESSES_FIELD_NUMBER: _ClassVar[int]
    container: _container_pb2.ContainerInfo
    processes: _containers.RepeatedCompositeFieldContainer[_container_pb2.ContainerProcess]
    def __init__(self, container: _Optional[_Union[_container_pb2.ContainerInfo, _Mapping]] = ..., processes: _Optional[_Iterable[_Union[_container_pb2.ContainerProcess, _Mapping]]] = ...) -> None: ...

class Drain(_message.Message):
    __slots__ = ["reconnect_after"]
    RECONNECT_AFTER_FIELD_NUMBER: _ClassVar[int]
    reconnect_after: _duration_pb2.Duration
    def __init__(self, reconnect_after: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class Heartbeat(_message.Message):
    __slots__ = ["usage"]
    USAGE_FIELD_NUMBER: _ClassVar[int]
    usage: _containers.RepeatedCompositeFieldContainer[_module_usage_pb2.ModuleUsage]
    def __init__(self, usage: _Optional[_Iterable[_Union[_module_usage_pb2.ModuleUsage, _Mapping]]] = ...) -> None: ...

class Hello(_message.Message):
    __slots__ = ["agent_id", "architecture", "kernel_release", "labels", "node_name", "pod_uid", "running", "version"]
    class LabelsEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    ARCHITECTURE_FIELD_NUMBER: _ClassVar[int]
    KERNEL_RELEASE_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    POD_UID_FIELD_NUMBER: _ClassVar[int]
    RUNNING_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    architecture: str
    kernel_release: str
    labels: _containers.ScalarMap[str, str]
    node_name: str
    pod_uid: str
    running: _containers.RepeatedCompositeFieldContainer[RunningModule]
    version: str
    def __init__(self, agent_id: _Optional[str] = ..., node_name: _Optional[str] = ..., pod_uid: _Optional[str] = ..., version: _Optional[str] = ..., kernel_release: _Optional[str] = ..., architecture: _Optional[str] = ..., labels: _Optional[_Mapping[str, str]] = ..., running: _Optional[_Iterable[_Union[RunningModule, _Mapping]]] = ...) -> None: ...

class ModuleStatus(_message.Message):
    __slots__ = ["generation", "message", "module_id", "revision", "state", "time"]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TIME_FIELD_NUMBER: _ClassVar[int]
    generation: int
    message: str
    module_id: str
    revision: int
    state: _module_instance_pb2.InstanceState
    time: _timestamp_pb2.Timestamp
    def __init__(self, module_id: _Optional[str] = ..., revision: _Optional[int] = ..., generation: _Optional[int] = ..., state: _Optional[_Union[_module_instance_pb2.InstanceState, str]] = ..., message: _Optional[str] = ..., time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ModuleUpdate(_message.Message):
    __slots__ = ["action", "generation", "module", "module_id", "revision"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    action: ModuleAction
    generation: int
    module: _module_pb2.Module
    module_id: str
    revision: int
    def __init__(self, module_id: _Optional[str] = ..., revision: _Optional[int] = ..., generation: _Optional[int] = ..., action: _Optional[_Union[ModuleAction, str]] = ..., module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ...) -> None: ...

class RunningModule(_message.Message):
    __slots__ = ["module_id", "revision"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    revision: int
    def __init__(self, module_id: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class ServerMessage(_message.Message):
    __slots__ = ["container", "drain", "module_update", "welcome"]
    CONTAINER_FIELD_NUMBER: _ClassVar[int]
    DRAIN_FIELD_NUMBER: _ClassVar[int]
    MODULE_UPDATE_FIELD_NUMBER: _ClassVar[int]
    WELCOME_FIELD_NUMBER: _ClassVar[int]
    container: _container_pb2.ContainerInfo
    drain: Drain
    module_update: ModuleUpdate
    welcome: Welcome
    def __init__(self, welcome: _Optional[_Union[Welcome, _Mapping]] = ..., module_update: _Optional[_Union[ModuleUpdate, _Mapping]] = ..., container: _Optional[_Union[_container_pb2.ContainerInfo, _Mapping]] = ..., drain: _Optional[_Union[Drain, _Mapping]] = ...) -> None: ...

class Welcome(_message.Message):
    __slots__ = ["cluster_name", "heartbeat_interval", "server_version", "session_id"]
    CLUSTER_NAME_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    SERVER_VERSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    cluster_name: str
    heartbeat_interval: _duration_pb2.Duration
    server_version: str
    session_id: str
    def __init__(self, session_id: _Optional[str] = ..., heartbeat_interval: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., server_version: _Optional[str] = ..., cluster_name: _Optional[str] = ...) -> None: ...

class ModuleAction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
