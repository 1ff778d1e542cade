from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import access_pb2 as _access_pb2
from tricorder.apiserver.v1 import database_pb2 as _database_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DropTableRequest(_message.Message):
    __slots__ = ["name", "request_id"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    name: str
    request_id: str
    def __init__(self, name: _Optional[str] = ..., request_id: _Optional[str] = ...) -> None: ...

class DropTableResponse(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class ListRowsRequest(_message.Message):
    __slots__ = ["before", "limit", "module_id"]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    before: _timestamp_pb2.Timestamp
    limit: int
    module_id: str
    def __init__(self, module_id: _Optional[str] = ..., limit: _Optional[int] = ..., before: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListRowsResponse(_message.Message):
    __slots__ = ["columns", "rows"]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    columns: _containers.RepeatedCompositeFieldContainer[_database_pb2.TableColumn]
    rows: _containers.RepeatedCompositeFieldContainer[_struct_pb2.Struct]
    def __init__(self, columns: _Optional[_Iterable[_Union[_database_pb2.TableColumn, _Mapping]]] = ..., rows: _Optional[_Iterable[_Union[_struct_pb2.Struct, _Mapping]]] = ...) -> None: ...

class ListTablesRequest(_message.Message):
    __slots__ = ["orphaned", "page_size", "page_token"]
    ORPHANED_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    orphaned: bool
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., orphaned: bool = ...) -> None: ...

class ListTablesResponse(_message.Message):
    __slots__ = ["next_page_token", "tables", "total_size"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TABLES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_SIZE_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    tables: _containers.RepeatedCompositeFieldContainer[_database_pb2.Table]
    total_size: int
    def __init__(self, tables: _Optional[_Iterable[_Union[_database_pb2.Table, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., total_size: _Optional[int] = ...) -> None: ...

class SetRetentionRequest(_message.Message):
    __slots__ = ["default", "request_id", "retention", "table", "validate_only"]
    DEFAULT_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    RETENTION_FIELD_NUMBER: _ClassVar[int]
    TABLE_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    default: bool
    request_id: str
    retention: _duration_pb2.Duration
    table: str
    validate_only: bool
    def __init__(self, table: _Optional[str] = ..., default: bool = ..., retention: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., request_id: _Optional[str] = ..., validate_only: bool = ...) -> None: ...

class SetRetentionResponse(_message.Message):
    __slots__ = ["retention", "rows_to_delete"]
    RETENTION_FIELD_NUMBER: _ClassVar[int]
    ROWS_TO_DELETE_FIELD_NUMBER: _ClassVar[int]
    retention: _duration_pb2.Duration
    rows_to_delete: int
    def __init__(self, retention: _Optional[_Union[_duration_pb2.Duration, _Mapping]] = ..., rows_to_delete: _Optional[int] = ...) -> None: ...
