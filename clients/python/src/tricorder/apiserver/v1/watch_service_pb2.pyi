from tricorder.apiserver.v1 import access_pb2 as _access_pb2
from tricorder.apiserver.v1 import agent_pb2 as _agent_pb2
from tricorder.apiserver.v1 import event_pb2 as _event_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import module_pb2 as _module_pb2
from tricorder.apiserver.v1 import module_instance_pb2 as _module_instance_pb2
from tricorder.apiserver.v1 import status_service_pb2 as _status_service_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AgentsTopic(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Bookmark(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Changes(_message.Message):
    __slots__ = ["agents", "deleted_ids", "events", "instances", "modules", "status"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    DELETED_IDS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    INSTANCES_FIELD_NUMBER: _ClassVar[int]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    agents: _containers.RepeatedCompositeFieldContainer[_agent_pb2.Agent]
    deleted_ids: _containers.RepeatedScalarFieldContainer[str]
    events: _containers.RepeatedCompositeFieldContainer[_event_pb2.Event]
    instances: _containers.RepeatedCompositeFieldContainer[_module_instance_pb2.ModuleInstance]
    modules: _containers.RepeatedCompositeFieldContainer[_module_pb2.Module]
    status: _status_service_pb2.GetServerStatusResponse
    def __init__(self, modules: _Optional[_Iterable[_Union[_module_pb2.Module, _Mapping]]] = ..., instances: _Optional[_Iterable[_Union[_module_instance_pb2.ModuleInstance, _Mapping]]] = ..., agents: _Optional[_Iterable[_Union[_agent_pb2.Agent, _Mapping]]] = ..., events: _Optional[_Iterable[_Union[_event_pb2.Event, _Mapping]]] = ..., status: _Optional[_Union[_status_service_pb2.GetServerStatusResponse, _Mapping]] = ..., deleted_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class EventsTopic(_message.Message):
    __slots__ = ["filter"]
    FILTER_FIELD_NUMBER: _ClassVar[int]
    filter: _event_pb2.EventFilter
    def __init__(self, filter: _Optional[_Union[_event_pb2.EventFilter, _Mapping]] = ...) -> None: ...

class ModuleInstancesTopic(_message.Message):
    __slots__ = ["module_id"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class ModulesTopic(_message.Message):
    __slots__ = ["module_ids", "view"]
    MODULE_IDS_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    module_ids: _containers.RepeatedScalarFieldContainer[str]
    view: _module_pb2.ModuleView
    def __init__(self, module_ids: _Optional[_Iterable[str]] = ..., view: _Optional[_Union[_module_pb2.ModuleView, str]] = ...) -> None: ...

class Snapshot(_message.Message):
    __slots__ = ["agents", "events", "instances", "last", "modules", "status"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    INSTANCES_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    agents: _containers.RepeatedCompositeFieldContainer[_agent_pb2.Agent]
    events: _containers.RepeatedCompositeFieldContainer[_event_pb2.Event]
    instances: _containers.RepeatedCompositeFieldContainer[_module_instance_pb2.ModuleInstance]
    last: bool
    modules: _containers.RepeatedCompositeFieldContainer[_module_pb2.Module]
    status: _status_service_pb2.GetServerStatusResponse
    def __init__(self, modules: _Optional[_Iterable[_Union[_module_pb2.Module, _Mapping]]] = ..., instances: _Optional[_Iterable[_Union[_module_instance_pb2.ModuleInstance, _Mapping]]] = ..., agents: _Optional[_Iterable[_Union[_agent_pb2.Agent, _Mapping]]] = ..., events: _Optional[_Iterable[_Union[_event_pb2.Event, _Mapping]]] = ..., status: _Optional[_Union[_status_service_pb2.GetServerStatusResponse, _Mapping]] = ..., last: bool = ...) -> None: ...

class StatusTopic(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Subscription(_message.Message):
    __slots__ = ["agents", "events", "key", "module_instances", "modules", "resume_token", "status"]
    AGENTS_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    MODULE_INSTANCES_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    agents: AgentsTopic
    events: EventsTopic
    key: str
    module_instances: ModuleInstancesTopic
    modules: ModulesTopic
    resume_token: str
    status: StatusTopic
    def __init__(self, key: _Optional[str] = ..., resume_token: _Optional[str] = ..., modules: _Optional[_Union[ModulesTopic, _Mapping]] = ..., module_instances: _Optional[_Union[ModuleInstancesTopic, _Mapping]] = ..., agents: _Optional[_Union[AgentsTopic, _Mapping]] = ..., events: _Optional[_Union[EventsTopic, _Mapping]] = ..., status: _Optional[_Union[StatusTopic, _Mapping]] = ...) -> None: ...

class WatchRequest(_message.Message):
    __slots__ = ["subscriptions"]
    SUBSCRIPTIONS_FIELD_NUMBER: _ClassVar[int]
    subscriptions: _containers.RepeatedCompositeFieldContainer[Subscription]
    def __init__(self, subscriptions: _Optional[_Iterable[_Union[Subscription, _Mapping]]] = ...) -> None: ...

class WatchResponse(_message.Message):
    __slots__ = ["bookmark", "changes", "key", "resume_token", "snapshot"]
    BOOKMARK_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    RESUME_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SNAPSHOT_FIELD_NUMBER: _ClassVar[int]
    bookmark: Bookmark
    changes: Changes
    key: str
    resume_token: str
    snapshot: Snapshot
    def __init__(self, key: _Optional[str] = ..., snapshot: _Optional[_Union[Snapshot, _Mapping]] = ..., changes: _Optional[_Union[Changes, _Mapping]] = ..., bookmark: _Optional[_Union[Bookmark, _Mapping]] = ..., resume_token: _Optional[str] = ...) -> None: ...
