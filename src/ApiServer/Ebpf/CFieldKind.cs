namespace Tricorder.ApiServer.Ebpf;

internal enum CFieldKind
{
    Signed,
    Unsigned,
    Bool,
    Float,
    Text,
    Pointer,
    Struct,
}
