namespace Tricorder.ApiServer.Ebpf.Types;

/// <summary>A type with a known layout: its size and alignment in bytes, as on x86-64.</summary>
internal sealed record CType(CFieldKind Kind, int Size, int Align, IReadOnlyList<CField> Fields)
{
    public static CType Scalar(CFieldKind kind, int size) => new(kind, size, size, []);
}

/// <summary>A member of a structure: <paramref name="Count"/> elements, one after the other.</summary>
internal sealed record CField(string Name, CType Type, int Offset, int Count)
{
    public int Size => Type.Size * Count;
}

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
