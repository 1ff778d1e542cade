namespace Tricorder.ApiServer.Ebpf.Types;

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
