from tricorder.apiserver.v1 import program_pb2 as _program_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
WASM_ENCODING_JSON: WasmEncoding
WASM_ENCODING_NONE: WasmEncoding
WASM_ENCODING_TLV: WasmEncoding
WASM_ENCODING_UNSPECIFIED: WasmEncoding

class WasmProgram(_message.Message):
    __slots__ = ["binary", "encoding", "file_name", "format", "function_name", "language", "source"]
    BINARY_FIELD_NUMBER: _ClassVar[int]
    ENCODING_FIELD_NUMBER: _ClassVar[int]
    FILE_NAME_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    FUNCTION_NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    binary: bytes
    encoding: WasmEncoding
    file_name: str
    format: _program_pb2.ProgramFormat
    function_name: str
    language: _program_pb2.ProgramLanguage
    source: str
    def __init__(self, format: _Optional[_Union[_program_pb2.ProgramFormat, str]] = ..., language: _Optional[_Union[_program_pb2.ProgramLanguage, str]] = ..., source: _Optional[str] = ..., binary: _Optional[bytes] = ..., file_name: _Optional[str] = ..., function_name: _Optional[str] = ..., encoding: _Optional[_Union[WasmEncoding, str]] = ...) -> None: ...

class WasmEncoding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
