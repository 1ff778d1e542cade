namespace Tricorder.ApiServer.Wasm.Ebpf;

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
