from google.protobuf import timestamp_pb2 as _timestamp_pb2
from tricorder.apiserver.v1 import access_pb2 as _access_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class UserSession(_message.Message):
    __slots__ = ["actor", "address", "create_time", "current", "expire_time", "id", "last_use_time", "role", "token_id", "user_agent"]
    ACTOR_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CURRENT_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_TIME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    actor: str
    address: str
    create_time: _timestamp_pb2.Timestamp
    current: bool
    expire_time: _timestamp_pb2.Timestamp
    id: str
    last_use_time: _timestamp_pb2.Timestamp
    role: _access_pb2.Role
    token_id: str
    user_agent: str
    def __init__(self, id: _Optional[str] = ..., actor: _Optional[str] = ..., role: _Optional[_Union[_access_pb2.Role, str]] = ..., create_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., address: _Optional[str] = ..., user_agent: _Optional[str] = ..., token_id: _Optional[str] = ..., current: bool = ...) -> None: ...
