from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor
PROGRAM_FORMAT_BINARY: ProgramFormat
PROGRAM_FORMAT_TEXT: ProgramFormat
PROGRAM_FORMAT_UNSPECIFIED: ProgramFormat
PROGRAM_LANGUAGE_BCC_C: ProgramLanguage
PROGRAM_LANGUAGE_C: ProgramLanguage
PROGRAM_LANGUAGE_UNSPECIFIED: ProgramLanguage
PROGRAM_LANGUAGE_WAT: ProgramLanguage

class ProgramFormat(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class ProgramLanguage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
