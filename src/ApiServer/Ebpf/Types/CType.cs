namespace Tricorder.ApiServer.Ebpf.Types;

/// <summary>A type with a known layout: its size and alignment in bytes, as on x86-64.</summary>
internal sealed record CType(CFieldKind Kind, int Size, int Align, IReadOnlyList<CField> Fields)
{
    public static CType Scalar(CFieldKind kind, int size) => new(kind, size, size, []);
}
