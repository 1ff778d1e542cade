from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.rpc import status_pb2 as _status_pb2
from tricorder.apiserver.v1 import access_pb2 as _access_pb2
from tricorder.apiserver.v1 import deployment_pb2 as _deployment_pb2
from tricorder.apiserver.v1 import finding_pb2 as _finding_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from tricorder.apiserver.v1 import module_pb2 as _module_pb2
from tricorder.apiserver.v1 import module_instance_pb2 as _module_instance_pb2
from tricorder.apiserver.v1 import module_statistics_pb2 as _module_statistics_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BatchDeployModulesRequest(_message.Message):
    __slots__ = ["all", "module_ids", "request_id", "target"]
    ALL_FIELD_NUMBER: _ClassVar[int]
    MODULE_IDS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    all: bool
    module_ids: _containers.RepeatedScalarFieldContainer[str]
    request_id: str
    target: _deployment_pb2.DeploymentTarget
    def __init__(self, module_ids: _Optional[_Iterable[str]] = ..., target: _Optional[_Union[_deployment_pb2.DeploymentTarget, str]] = ..., request_id: _Optional[str] = ..., all: bool = ...) -> None: ...

class BatchDeployModulesResponse(_message.Message):
    __slots__ = ["results"]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchDeployResult]
    def __init__(self, results: _Optional[_Iterable[_Union[BatchDeployResult, _Mapping]]] = ...) -> None: ...

class BatchDeployResult(_message.Message):
    __slots__ = ["deployment", "error", "module_id"]
    DEPLOYMENT_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    deployment: _deployment_pb2.Deployment
    error: _status_pb2.Status
    module_id: str
    def __init__(self, module_id: _Optional[str] = ..., deployment: _Optional[_Union[_deployment_pb2.Deployment, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class CreateModuleRequest(_message.Message):
    __slots__ = ["module", "request_id", "validate_only"]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    module: _module_pb2.Module
    request_id: str
    validate_only: bool
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ..., request_id: _Optional[str] = ..., validate_only: bool = ...) -> None: ...

class CreateModuleResponse(_message.Message):
    __slots__ = ["findings", "module"]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.Finding]
    module: _module_pb2.Module
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[_finding_pb2.Finding, _Mapping]]] = ...) -> None: ...

class DeleteModuleRequest(_message.Message):
    __slots__ = ["drop_data", "etag", "module_id", "request_id"]
    DROP_DATA_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    drop_data: bool
    etag: str
    module_id: str
    request_id: str
    def __init__(self, module_id: _Optional[str] = ..., etag: _Optional[str] = ..., drop_data: bool = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteModuleResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class DeployModuleRequest(_message.Message):
    __slots__ = ["module_id", "request_id", "revision"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    request_id: str
    revision: int
    def __init__(self, module_id: _Optional[str] = ..., revision: _Optional[int] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeployModuleResponse(_message.Message):
    __slots__ = ["deployment"]
    DEPLOYMENT_FIELD_NUMBER: _ClassVar[int]
    deployment: _deployment_pb2.Deployment
    def __init__(self, deployment: _Optional[_Union[_deployment_pb2.Deployment, _Mapping]] = ...) -> None: ...

class GetDeploymentRequest(_message.Message):
    __slots__ = ["module_id"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class GetDeploymentResponse(_message.Message):
    __slots__ = ["deployment"]
    DEPLOYMENT_FIELD_NUMBER: _ClassVar[int]
    deployment: _deployment_pb2.Deployment
    def __init__(self, deployment: _Optional[_Union[_deployment_pb2.Deployment, _Mapping]] = ...) -> None: ...

class GetModuleRequest(_message.Message):
    __slots__ = ["module_id", "view"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    view: _module_pb2.ModuleView
    def __init__(self, module_id: _Optional[str] = ..., view: _Optional[_Union[_module_pb2.ModuleView, str]] = ...) -> None: ...

class GetModuleResponse(_message.Message):
    __slots__ = ["module"]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    module: _module_pb2.Module
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ...) -> None: ...

class ListModuleInstancesRequest(_message.Message):
    __slots__ = ["agent_id", "display_state", "module_id", "page_size", "page_token", "state"]
    AGENT_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_STATE_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    agent_id: str
    display_state: _deployment_pb2.DisplayState
    module_id: str
    page_size: int
    page_token: str
    state: _module_instance_pb2.InstanceState
    def __init__(self, module_id: _Optional[str] = ..., agent_id: _Optional[str] = ..., state: _Optional[_Union[_module_instance_pb2.InstanceState, str]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., display_state: _Optional[_Union[_deployment_pb2.DisplayState, str]] = ...) -> None: ...

class ListModuleInstancesResponse(_message.Message):
    __slots__ = ["instances", "next_page_token", "total_size"]
    INSTANCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    instances: _containers.RepeatedCompositeFieldContainer[_module_instance_pb2.ModuleInstance]
    next_page_token: str
    total_size: int
    def __init__(self, instances: _Optional[_Iterable[_Union[_module_instance_pb2.ModuleInstance, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ListModuleRevisionsRequest(_message.Message):
    __slots__ = ["module_id", "page_size", "page_token", "view"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    page_size: int
    page_token: str
    view: _module_pb2.ModuleView
    def __init__(self, module_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., view: _Optional[_Union[_module_pb2.ModuleView, str]] = ...) -> None: ...

class ListModuleRevisionsResponse(_message.Message):
    __slots__ = ["next_page_token", "revisions", "total_size"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    REVISIONS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    revisions: _containers.RepeatedCompositeFieldContainer[_module_pb2.ModuleRevision]
    total_size: int
    def __init__(self, revisions: _Optional[_Iterable[_Union[_module_pb2.ModuleRevision, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ListModuleStatisticsRequest(_message.Message):
    __slots__ = ["module_id"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    def __init__(self, module_id: _Optional[str] = ...) -> None: ...

class ListModuleStatisticsResponse(_message.Message):
    __slots__ = ["statistics"]
    STATISTICS_FIELD_NUMBER: _ClassVar[int]
    statistics: _containers.RepeatedCompositeFieldContainer[_module_statistics_pb2.ModuleStatistics]
    def __init__(self, statistics: _Optional[_Iterable[_Union[_module_statistics_pb2.ModuleStatistics, _Mapping]]] = ...) -> None: ...

class ListModulesRequest(_message.Message):
    __slots__ = ["filter_text", "lifecycle", "page_size", "page_token", "view"]
    FILTER_TEXT_FIELD_NUMBER: _ClassVar[int]
    LIFECYCLE_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    filter_text: str
    lifecycle: _module_pb2.ModuleLifecycle
    page_size: int
    page_token: str
    view: _module_pb2.ModuleView
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., filter_text: _Optional[str] = ..., lifecycle: _Optional[_Union[_module_pb2.ModuleLifecycle, str]] = ..., view: _Optional[_Union[_module_pb2.ModuleView, str]] = ...) -> None: ...

class ListModulesResponse(_message.Message):
    __slots__ = ["modules", "next_page_token", "total_size"]
    MODULES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    modules: _containers.RepeatedCompositeFieldContainer[_module_pb2.Module]
    next_page_token: str
    total_size: int
    def __init__(self, modules: _Optional[_Iterable[_Union[_module_pb2.Module, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class PreviewModuleRequest(_message.Message):
    __slots__ = ["input", "max_events", "module", "module_id"]
    INPUT_FIELD_NUMBER: _ClassVar[int]
    MAX_EVENTS_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    input: _containers.RepeatedScalarFieldContainer[bytes]
    max_events: int
    module: _module_pb2.Module
    module_id: str
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ..., module_id: _Optional[str] = ..., input: _Optional[_Iterable[bytes]] = ..., max_events: _Optional[int] = ...) -> None: ...

class PreviewModuleResponse(_message.Message):
    __slots__ = ["error", "findings", "fuel_used", "generated_input", "logs", "rows", "runs"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    FUEL_USED_FIELD_NUMBER: _ClassVar[int]
    GENERATED_INPUT_FIELD_NUMBER: _ClassVar[int]
    LOGS_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    error: str
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.Finding]
    fuel_used: int
    generated_input: _containers.RepeatedScalarFieldContainer[bytes]
    logs: str
    rows: _containers.RepeatedCompositeFieldContainer[_struct_pb2.Struct]
    runs: _containers.RepeatedCompositeFieldContainer[PreviewRun]
    def __init__(self, rows: _Optional[_Iterable[_Union[_struct_pb2.Struct, _Mapping]]] = ..., logs: _Optional[str] = ..., fuel_used: _Optional[int] = ..., error: _Optional[str] = ..., runs: _Optional[_Iterable[_Union[PreviewRun, _Mapping]]] = ..., generated_input: _Optional[_Iterable[bytes]] = ..., findings: _Optional[_Iterable[_Union[_finding_pb2.Finding, _Mapping]]] = ...) -> None: ...

class PreviewRun(_message.Message):
    __slots__ = ["duration", "error", "fuel_used", "output"]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    FUEL_USED_FIELD_NUMBER: _ClassVar[int]
    OUTPUT_FIELD_NUMBER: _ClassVar[int]
    duration: _duration_pb2.Duration
    error: str
    fuel_used: int
    output: bytes
    def __init__(self, fuel_used: _Optional[int] = ..., duration: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., error: _Optional[str] = ..., output: _Optional[bytes] = ...) -> None: ...

class UndeployModuleRequest(_message.Message):
    __slots__ = ["module_id", "request_id"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    request_id: str
    def __init__(self, module_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UndeployModuleResponse(_message.Message):
    __slots__ = ["deployment"]
    DEPLOYMENT_FIELD_NUMBER: _ClassVar[int]
    deployment: _deployment_pb2.Deployment
    def __init__(self, deployment: _Optional[_Union[_deployment_pb2.Deployment, _Mapping]] = ...) -> None: ...

class UpdateModuleRequest(_message.Message):
    __slots__ = ["etag", "module", "request_id", "update_mask"]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    etag: str
    module: _module_pb2.Module
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateModuleResponse(_message.Message):
    __slots__ = ["findings", "module"]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.Finding]
    module: _module_pb2.Module
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[_finding_pb2.Finding, _Mapping]]] = ...) -> None: ...

class ValidateModuleRequest(_message.Message):
    __slots__ = ["module"]
    MODULE_FIELD_NUMBER: _ClassVar[int]
    module: _module_pb2.Module
    def __init__(self, module: _Optional[_Union[_module_pb2.Module, _Mapping]] = ...) -> None: ...

class ValidateModuleResponse(_message.Message):
    __slots__ = ["findings"]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    findings: _containers.RepeatedCompositeFieldContainer[_finding_pb2.Finding]
    def __init__(self, findings: _Optional[_Iterable[_Union[_finding_pb2.Finding, _Mapping]]] = ...) -> None: ...
