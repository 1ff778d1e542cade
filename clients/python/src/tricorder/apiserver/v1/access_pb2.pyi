from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

ACCESS_FIELD_NUMBER: _ClassVar[int]
DESCRIPTOR: _descriptor.FileDescriptor
ROLE_ADMIN: Role
ROLE_AGENT: Role
ROLE_AUTHOR: Role
ROLE_DEPLOYER: Role
ROLE_UNSPECIFIED: Role
ROLE_VIEWER: Role
access: _descriptor.FieldDescriptor

class AccessRule(_message.Message):
    __slots__ = ["changes", "expensive", "role"]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    EXPENSIVE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    changes: bool
    expensive: bool
    role: Role
    def __init__(self, role: _Optional[_Union[Role, str]] = ..., changes: bool = ..., expensive: bool = ...) -> None: ...

class Role(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
