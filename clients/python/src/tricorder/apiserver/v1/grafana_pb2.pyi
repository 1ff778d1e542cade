from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Dashboard(_message.Message):
    __slots__ = ["built_in", "create_time", "edited_by_user", "id", "module_id", "name", "uid", "url", "version"]
    BUILT_IN_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EDITED_BY_USER_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    MODULE_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    UID_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    built_in: str
    create_time: _timestamp_pb2.Timestamp
    edited_by_user: bool
    id: str
    module_id: str
    name: str
    uid: str
    url: str
    version: int
    def __init__(self, id: _Optional[str] = ..., module_id: _Optional[str] = ..., uid: _Optional[str] = ..., name: _Optional[str] = ..., url: _Optional[str] = ..., version: _Optional[int] = ..., edited_by_user: bool = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., built_in: _Optional[str] = ...) -> None: ...

class Datasource(_message.Message):
    __slots__ = ["create_time", "database", "grafana_datasource_id", "host", "id", "name", "password", "tables_name", "type", "uid", "user"]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    DATABASE_FIELD_NUMBER: _ClassVar[int]
    GRAFANA_DATASOURCE_ID_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    TABLES_NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    UID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    create_time: _timestamp_pb2.Timestamp
    database: str
    grafana_datasource_id: int
    host: str
    id: str
    name: str
    password: str
    tables_name: _containers.RepeatedScalarFieldContainer[str]
    type: str
    uid: str
    user: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., type: _Optional[str] = ..., host: _Optional[str] = ..., user: _Optional[str] = ..., password: _Optional[str] = ..., database: _Optional[str] = ..., tables_name: _Optional[_Iterable[str]] = ..., uid: _Optional[str] = ..., grafana_datasource_id: _Optional[int] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Token(_message.Message):
    __slots__ = ["create_time", "id", "name"]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    create_time: _timestamp_pb2.Timestamp
    id: str
    name: str
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
