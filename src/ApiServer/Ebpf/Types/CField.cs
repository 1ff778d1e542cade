namespace Tricorder.ApiServer.Ebpf.Types;

/// <summary>A member of a structure: <paramref name="Count"/> elements, one after the other.</summary>
internal sealed record CField(string Name, CType Type, int Offset, int Count)
{
    public int Size => Type.Size * Count;
}
