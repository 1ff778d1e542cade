from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import finding_pb2 as _finding_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import module_usage_pb2 as _module_usage_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

CONDITION_STATUS_FALSE: ConditionStatus
CONDITION_STATUS_NOT_CONFIGURED: ConditionStatus
CONDITION_STATUS_TRUE: ConditionStatus
CONDITION_STATUS_UNKNOWN: ConditionStatus
CONDITION_STATUS_UNSPECIFIED: ConditionStatus
DEPLOYMENT_PHASE_DEGRADED: DeploymentPhase
DEPLOYMENT_PHASE_IN_PROGRESS: DeploymentPhase
DEPLOYMENT_PHASE_PENDING: DeploymentPhase
DEPLOYMENT_PHASE_PROVISIONING: DeploymentPhase
DEPLOYMENT_PHASE_SUCCEEDED: DeploymentPhase
DEPLOYMENT_PHASE_UNSPECIFIED: DeploymentPhase
DEPLOYMENT_TARGET_DEPLOYED: DeploymentTarget
DEPLOYMENT_TARGET_UNDEPLOYED: DeploymentTarget
DEPLOYMENT_TARGET_UNSPECIFIED: DeploymentTarget
DESCRIPTOR: _descriptor.FileDescriptor
DISPLAY_STATE_CORDONED: DisplayState
DISPLAY_STATE_FAILED: DisplayState
DISPLAY_STATE_HELD: DisplayState
DISPLAY_STATE_OFFLINE: DisplayState
DISPLAY_STATE_PENDING: DisplayState
DISPLAY_STATE_RUNNING: DisplayState
DISPLAY_STATE_STOPPED: DisplayState
DISPLAY_STATE_UNSPECIFIED: DisplayState
DISPLAY_STATE_UNSUPPORTED: DisplayState
DISPLAY_STATE_UPDATING: DisplayState

class Deployment(_message.Message):
    __slots__ = ["conditions", "counts", "display_counts", "findings", "generation", "module_id", "phase", "revision", "start_time", "target", "update_time"]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_COUNTS_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    conditions: _containers.RepeatedCompositeFieldContainer[DeploymentCondition]
    counts: InstanceCounts
    display_counts: DisplayCounts
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.Finding]
    generation: int
    module_id: str
    phase: DeploymentPhase
    revision: int
    start_time: _timestamp_pb2.Timestamp
    target: DeploymentTarget
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, module_id: _Optional[str] = ..., revision: _Optional[int] = ..., generation: _Optional[int] = ..., target: _Optional[_Union[DeploymentTarget, str]] = ..., phase: _Optional[_Union[DeploymentPhase, str]] = ..., conditions: _Optional[_Iterable[_Union[DeploymentCondition, _Mapping]]] = ..., counts: _Optional[_Union[InstanceCounts, _Mapping]] = ..., start_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[_finding_pb2.Finding, _Mapping]]] = ..., display_counts: _Optional[_Union[DisplayCounts, _Mapping]] = ...) -> None: ...

class DeploymentCondition(_message.Message):
    __slots__ = ["errors", "message", "reason", "status", "type", "update_time"]
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    errors: _containers.RepeatedCompositeFieldContainer[ErrorCount]
    message: str
    reason: str
    status: ConditionStatus
    type: str
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, type: _Optional[str] = ..., status: _Optional[_Union[ConditionStatus, str]] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ..., update_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., errors: _Optional[_Iterable[_Union[ErrorCount, _Mapping]]] = ...) -> None: ...

class DisplayCounts(_message.Message):
    __slots__ = ["cordoned", "failed", "held", "offline", "pending", "running", "stopped", "total", "unsupported", "updating"]
    CORDONED_FIELD_NUMBER: _ClassVar[int]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    PENDING_FIELD_NUMBER: _ClassVar[int]
    RUNNING_FIELD_NUMBER: _ClassVar[int]
    STOPPED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    UNSUPPORTED_FIELD_NUMBER: _ClassVar[int]
    UPDATING_FIELD_NUMBER: _ClassVar[int]
    cordoned: int
    failed: int
    held: int
    offline: int
    pending: int
    running: int
    stopped: int
    total: int
    unsupported: int
    updating: int
    def __init__(self, total: _Optional[int] = ..., offline: _Optional[int] = ..., cordoned: _Optional[int] = ..., unsupported: _Optional[int] = ..., held: _Optional[int] = ..., failed: _Optional[int] = ..., updating: _Optional[int] = ..., pending: _Optional[int] = ..., running: _Optional[int] = ..., stopped: _Optional[int] = ...) -> None: ...

class ErrorCount(_message.Message):
    __slots__ = ["count", "kind", "text"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    count: int
    kind: _module_usage_pb2.ModuleErrorKind
    text: str
    def __init__(self, text: _Optional[str] = ..., count: _Optional[int] = ..., kind: _Optional[_Union[_module_usage_pb2.ModuleErrorKind, str]] = ...) -> None: ...

class InstanceCounts(_message.Message):
    __slots__ = ["failed", "held", "in_progress", "offline", "pending", "succeeded", "total"]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    IN_PROGRESS_FIELD_NUMBER: _ClassVar[int]
    OFFLINE_FIELD_NUMBER: _ClassVar[int]
    PENDING_FIELD_NUMBER: _ClassVar[int]
    SUCCEEDED_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    failed: int
    held: int
    in_progress: int
    offline: int
    pending: int
    succeeded: int
    total: int
    def __init__(self, total: _Optional[int] = ..., pending: _Optional[int] = ..., in_progress: _Optional[int] = ..., succeeded: _Optional[int] = ..., failed: _Optional[int] = ..., held: _Optional[int] = ..., offline: _Optional[int] = ...) -> None: ...

class DisplayState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class DeploymentTarget(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class DeploymentPhase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ConditionStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
