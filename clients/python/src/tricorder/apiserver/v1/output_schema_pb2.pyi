from tricorder.apiserver.v1 import limits_pb2 as _limits_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
FIELD_TYPE_BIGINT: FieldType
FIELD_TYPE_BOOL: FieldType
FIELD_TYPE_DATE: FieldType
FIELD_TYPE_DOUBLE: FieldType
FIELD_TYPE_INT: FieldType
FIELD_TYPE_INTEGER: FieldType
FIELD_TYPE_JSON: FieldType
FIELD_TYPE_JSONB: FieldType
FIELD_TYPE_TEXT: FieldType
FIELD_TYPE_TIMESTAMPTZ: FieldType
FIELD_TYPE_UNSPECIFIED: FieldType

class OutputField(_message.Message):
    __slots__ = ["description", "name", "type"]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    description: str
    name: str
    type: FieldType
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[FieldType, str]] = ..., description: _Optional[str] = ...) -> None: ...

class OutputSchema(_message.Message):
    __slots__ = ["fields", "table_name"]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    TABLE_NAME_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[OutputField]
    table_name: str
    def __init__(self, table_name: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[OutputField, _Mapping]]] = ...) -> None: ...

class FieldType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
