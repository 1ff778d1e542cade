using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>Lays out the members of a structure or union as the compiler does.</summary>
/// <param name="readMembers">Reads the members of one declaration; null when their layout can not be known.</param>
/// <param name="packed">Without gaps.</param>
/// <param name="union">All at the beginning.</param>
internal sealed class CStructReader(Func<IReadOnlyList<CToken>, List<CField>?> readMembers, bool packed, bool union)
{
    private const int LargestStruct = 1024 * 1024;

    public CType? Read(IReadOnlyList<CToken> body)
    {
        var fields = new List<CField>();
        var (size, align) = (0, 1);
        foreach (var declaration in CBrackets.Split(body, ";"))
        {
            if (declaration.Count == 0)
            {
                continue;
            }

            if (readMembers(declaration) is not { } members)
            {
                return null;
            }

            foreach (var member in members)
            {
                var step = packed ? 1 : member.Type.Align;
                var offset = union ? 0 : RoundUp(size, step);
                fields.Add(member with { Offset = offset });
                size = Math.Max(size, offset + member.Size);
                align = Math.Max(align, step);
                if (size > LargestStruct)
                {
                    return null;
                }
            }
        }

        return fields.Count == 0 ? null : new CType(CFieldKind.Struct, RoundUp(size, align), align, fields);
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}
