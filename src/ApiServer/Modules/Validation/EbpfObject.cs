using System.Buffers.Binary;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Tells a compiled eBPF object from anything else, by its ELF header.</summary>
internal static class EbpfObject
{
    private const int HeaderLength = 64;
    private const int ClassAt = 4;
    private const int Class64 = 2;
    private const int ByteOrderAt = 5;
    private const int BigEndian = 2;
    private const int MachineAt = 18;
    private const int MachineBpf = 247;

    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith("\x7F"u8) || !bytes[1..].StartsWith("ELF"u8) || bytes[ClassAt] != Class64)
        {
            return "is not a 64-bit ELF file; compile the program with 'clang -target bpf -c'";
        }

        var machine = bytes[ByteOrderAt] == BigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes[MachineAt..])
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes[MachineAt..]);
        return machine == MachineBpf
            ? null
            : $"is an ELF file for machine {machine}, not for eBPF ({MachineBpf}); compile the program with 'clang -target bpf -c'";
    }
}
