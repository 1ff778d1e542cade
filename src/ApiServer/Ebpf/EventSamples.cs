using System.Buffers.Binary;
using System.Text;
using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>
/// Makes up events of the form that a program submits, so that a module can be tried without a kernel: numbers that differ from event to
/// event, times that grow, text that names its field.
/// </summary>
internal static class EventSamples
{
    private const ulong FirstTime = 1_000_000_000;

    /// <summary>The structure that a program submits to a perf buffer; null when that can not be told from its source.</summary>
    public static CType? LayoutOf(string source, string buffer)
    {
        var program = BccProgram.Read(source);
        return program.Functions
            .SelectMany(function => EventSubmits.Find(program, function))
            .Where(submit => submit.Buffer == buffer || buffer.Length == 0)
            .Select(submit => submit.Layout)
            .FirstOrDefault(layout => layout is not null);
    }

    /// <summary>Event number <paramref name="index"/>, from 0.</summary>
    public static byte[] Make(CType layout, int index)
    {
        var bytes = new byte[layout.Size];
        Fill(bytes, layout, "", index);
        return bytes;
    }

    /// <summary>An event of which no more than the size is known.</summary>
    public static byte[] Make(int size, int index)
    {
        var bytes = new byte[size];
        for (var at = 0; at < size; at++)
        {
            bytes[at] = (byte)(index + at);
        }

        return bytes;
    }

    private static void Fill(Span<byte> bytes, CType type, string name, int index)
    {
        switch (type.Kind)
        {
            case CFieldKind.Struct:
                foreach (var field in type.Fields)
                {
                    FillField(bytes.Slice(field.Offset, field.Size), field, index);
                }

                break;
            case CFieldKind.Bool:
                bytes[0] = (byte)(index % 2);
                break;
            case CFieldKind.Float:
                Write(bytes, type.Size == 8 ? BitConverter.DoubleToUInt64Bits(index + 0.5) : BitConverter.SingleToUInt32Bits(index + 0.5f));
                break;
            default:
                Write(bytes, NumberFor(name, type, index));
                break;
        }
    }

    private static void FillField(Span<byte> bytes, CField field, int index)
    {
        if (field is { Type.Kind: CFieldKind.Text, Count: > 1 })
        {
            // One byte stays 0: C text ends with it.
            Encoding.ASCII.GetBytes($"{field.Name}-{index + 1}").AsSpan(0, Math.Min(field.Count - 1, field.Name.Length + 2)).CopyTo(bytes);
            return;
        }

        for (var element = 0; element < field.Count; element++)
        {
            Fill(bytes.Slice(element * field.Type.Size, field.Type.Size), field.Type, field.Name, index + element);
        }
    }

    private static ulong NumberFor(string name, CType type, int index)
    {
        bool Has(string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
        return (type.Size, name) switch
        {
            (8, _) when Has("time") || Has("ts") || Has("start") => FirstTime + ((ulong)index * 1_000_000),
            (8, _) when type.Kind == CFieldKind.Pointer => 0xffff_8880_0000_0000 + (ulong)(index * 64),
            ( > 1, _) when Has("pid") || Has("tid") || Has("tgid") => 1000 + (ulong)index,
            ( > 1, _) when Has("addr") => 0x0100_007f,
            ( > 1, _) when Has("port") => 443,
            (1, _) => (ulong)(byte)(index + 1),
            _ => 100 + (ulong)index,
        };
    }

    private static void Write(Span<byte> bytes, ulong value)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(all, value);
        all[..Math.Min(bytes.Length, all.Length)].CopyTo(bytes);
    }
}
