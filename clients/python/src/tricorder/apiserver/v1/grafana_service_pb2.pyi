from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from tricorder.apiserver.v1 import access_pb2 as _access_pb2
from tricorder.apiserver.v1 import grafana_pb2 as _grafana_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CheckDatasourceRequest(_message.Message):
    __slots__ = ["datasource_id"]
    DATASOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    datasource_id: str
    def __init__(self, datasource_id: _Optional[str] = ...) -> None: ...

class CheckDatasourceResponse(_message.Message):
    __slots__ = ["message", "ok"]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    OK_FIELD_NUMBER: _ClassVar[int]
    message: str
    ok: bool
    def __init__(self, ok: bool = ..., message: _Optional[str] = ...) -> None: ...

class CreateDashboardRequest(_message.Message):
    __slots__ = ["built_in", "module_id", "overwrite_edits", "request_id"]
    BUILT_IN_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    OVERWRITE_EDITS_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    built_in: str
    module_id: str
    overwrite_edits: bool
    request_id: str
    def __init__(self, module_id: _Optional[str] = ..., overwrite_edits: bool = ..., request_id: _Optional[str] = ..., built_in: _Optional[str] = ...) -> None: ...

class CreateDashboardResponse(_message.Message):
    __slots__ = ["dashboard"]
    DASHBOARD_FIELD_NUMBER: _ClassVar[int]
    dashboard: _grafana_pb2.Dashboard
    def __init__(self, dashboard: _Optional[_Union[_grafana_pb2.Dashboard, _Mapping]] = ...) -> None: ...

class CreateDatasourceRequest(_message.Message):
    __slots__ = ["datasource", "request_id"]
    DATASOURCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    datasource: _grafana_pb2.Datasource
    request_id: str
    def __init__(self, datasource: _Optional[_Union[_grafana_pb2.Datasource, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateDatasourceResponse(_message.Message):
    __slots__ = ["datasource"]
    DATASOURCE_FIELD_NUMBER: _ClassVar[int]
    datasource: _grafana_pb2.Datasource
    def __init__(self, datasource: _Optional[_Union[_grafana_pb2.Datasource, _Mapping]] = ...) -> None: ...

class DeleteDashboardRequest(_message.Message):
    __slots__ = ["dashboard_id", "request_id"]
    DASHBOARD_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    dashboard_id: str
    request_id: str
    def __init__(self, dashboard_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteDashboardResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class DeleteDatasourceRequest(_message.Message):
    __slots__ = ["datasource_id", "request_id"]
    DATASOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    datasource_id: str
    request_id: str
    def __init__(self, datasource_id: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DeleteDatasourceResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class GetDashboardRequest(_message.Message):
    __slots__ = ["dashboard_id"]
    DASHBOARD_ID_FIELD_NUMBER: _ClassVar[int]
    dashboard_id: str
    def __init__(self, dashboard_id: _Optional[str] = ...) -> None: ...

class GetDashboardResponse(_message.Message):
    __slots__ = ["dashboard"]
    DASHBOARD_FIELD_NUMBER: _ClassVar[int]
    dashboard: _grafana_pb2.Dashboard
    def __init__(self, dashboard: _Optional[_Union[_grafana_pb2.Dashboard, _Mapping]] = ...) -> None: ...

class GetDatasourceRequest(_message.Message):
    __slots__ = ["datasource_id"]
    DATASOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    datasource_id: str
    def __init__(self, datasource_id: _Optional[str] = ...) -> None: ...

class GetDatasourceResponse(_message.Message):
    __slots__ = ["datasource"]
    DATASOURCE_FIELD_NUMBER: _ClassVar[int]
    datasource: _grafana_pb2.Datasource
    def __init__(self, datasource: _Optional[_Union[_grafana_pb2.Datasource, _Mapping]] = ...) -> None: ...

class GetGrafanaStatusRequest(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class GetGrafanaStatusResponse(_message.Message):
    __slots__ = ["configured", "message", "reachable", "token", "url", "version"]
    CONFIGURED_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REACHABLE_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    configured: bool
    message: str
    reachable: bool
    token: _grafana_pb2.Token
    url: str
    version: str
    def __init__(self, configured: bool = ..., reachable: bool = ..., version: _Optional[str] = ..., url: _Optional[str] = ..., token: _Optional[_Union[_grafana_pb2.Token, _Mapping]] = ..., message: _Optional[str] = ...) -> None: ...

class ListDashboardsRequest(_message.Message):
    __slots__ = ["module_id", "page_size", "page_token"]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    module_id: str
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., module_id: _Optional[str] = ...) -> None: ...

class ListDashboardsResponse(_message.Message):
    __slots__ = ["dashboards", "next_page_token", "total_size"]
    DASHBOARDS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    dashboards: _containers.RepeatedCompositeFieldContainer[_grafana_pb2.Dashboard]
    next_page_token: str
    total_size: int
    def __init__(self, dashboards: _Optional[_Iterable[_Union[_grafana_pb2.Dashboard, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ListDatasourcesRequest(_message.Message):
    __slots__ = ["page_size", "page_token"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListDatasourcesResponse(_message.Message):
    __slots__ = ["datasources", "next_page_token", "total_size"]
    DATASOURCES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    datasources: _containers.RepeatedCompositeFieldContainer[_grafana_pb2.Datasource]
    next_page_token: str
    total_size: int
    def __init__(self, datasources: _Optional[_Iterable[_Union[_grafana_pb2.Datasource, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class ListTokensRequest(_message.Message):
    __slots__ = ["page_size", "page_token"]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListTokensResponse(_message.Message):
    __slots__ = ["next_page_token", "tokens", "total_size"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKENS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    tokens: _containers.RepeatedCompositeFieldContainer[_grafana_pb2.Token]
    total_size: int
    def __init__(self, tokens: _Optional[_Iterable[_Union[_grafana_pb2.Token, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class RotateTokenRequest(_message.Message):
    __slots__ = ["request_id"]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    def __init__(self, request_id: _Optional[str] = ...) -> None: ...

class RotateTokenResponse(_message.Message):
    __slots__ = ["token"]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: _grafana_pb2.Token
    def __init__(self, token: _Optional[_Union[_grafana_pb2.Token, _Mapping]] = ...) -> None: ...

class UpdateDatasourceRequest(_message.Message):
    __slots__ = ["datasource", "request_id", "update_mask"]
    DATASOURCE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    datasource: _grafana_pb2.Datasource
    request_id: str
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, datasource: _Optional[_Union[_grafana_pb2.Datasource, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class UpdateDatasourceResponse(_message.Message):
    __slots__ = ["datasource"]
    DATASOURCE_FIELD_NUMBER: _ClassVar[int]
    datasource: _grafana_pb2.Datasource
    def __init__(self, datasource: _Optional[_Union[_grafana_pb2.Datasource, _Mapping]] = ...) -> None: ...
