from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import deployment_pb2 as _deployment_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
INSTANCE_STATE_FAILED: InstanceState
INSTANCE_STATE_HELD: InstanceState
INSTANCE_STATE_IN_PROGRESS: InstanceState
INSTANCE_STATE_PENDING: InstanceState
INSTANCE_STATE_SUCCEEDED: InstanceState
INSTANCE_STATE_UNSPECIFIED: InstanceState

class ModuleInstance(_message.Message):
    __slots__ = ["agent_id", "attempt", "desired_revision", "display_state", "generation", "last_known_state", "message", "module_id", "module_name", "node_name", "observed_revision", "running_revision", "state", "target", "update_time"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    ATTEMPT_FIELD_NUMBER: _ClassVar[int]
    DESIRED_REVISION_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_STATE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    LAST_KNOWN_STATE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    MODULE_NAME_FIELD_NUMBER: _ClassVar[int]
    NODE_NAME_FIELD_NUMBER: _ClassVar[int]
    OBSERVED_REVISION_FIELD_NUMBER: _ClassVar[int]
    RUNNING_REVISION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    attempt: int
    desired_revision: int
    display_state: _deployment_pb2.DisplayState
    generation: int
    last_known_state: _deployment_pb2.DisplayState
    message: str
    module_id: str
    module_name: str
    node_name: str
    observed_revision: int
    running_revision: int
    state: InstanceState
    target: _deployment_pb2.DeploymentTarget
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, module_id: _Optional[str] = ..., module_name: _Optional[str] = ..., agent_id: _Optional[str] = ..., node_name: _Optional[str] = ..., desired_revision: _Optional[int] = ..., observed_revision: _Optional[int] = ..., generation: _Optional[int] = ..., target: _Optional[_Union[_deployment_pb2.DeploymentTarget, str]] = ..., state: _Optional[_Union[InstanceState, str]] = ..., message: _Optional[str] = ..., attempt: _Optional[int] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., display_state: _Optional[_Union[_deployment_pb2.DisplayState, str]] = ..., running_revision: _Optional[int] = ..., last_known_state: _Optional[_Union[_deployment_pb2.DisplayState, str]] = ...) -> None: ...

class InstanceState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
