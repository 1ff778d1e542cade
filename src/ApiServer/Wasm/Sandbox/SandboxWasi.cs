using System.Buffers.Binary;
using System.Security.Cryptography;
using Wasmtime;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>
/// WASI preview 1 without a system behind it: output is kept, the clock runs, random numbers come; there are no files, arguments or
/// sockets, and nothing waits. Ours, because the engine's own writes a module's output to files without bound.
/// </summary>
internal static class SandboxWasi
{
    private const int Success = 0;
    private const int BadDescriptor = 8;
    private const int BadAddress = 21;
    private const int NotSupported = 52;
    private const int MaxVectors = 1024;
    private const byte CharacterDevice = 2;

    private delegate int Call(SandboxMemory memory, ReadOnlySpan<ValueBox> arguments, SandboxLogs logs);

    private static readonly Dictionary<string, Call> Calls = new()
    {
        ["args_get"] = (_, _, _) => Success,
        ["args_sizes_get"] = (memory, a, _) => Write32(memory, a[0], 0) | Write32(memory, a[1], 0),
        ["environ_get"] = (_, _, _) => Success,
        ["environ_sizes_get"] = (memory, a, _) => Write32(memory, a[0], 0) | Write32(memory, a[1], 0),
        ["clock_res_get"] = (memory, a, _) => Write64(memory, a[1], 1),
        ["clock_time_get"] = (memory, a, _) =>
            Write64(memory, a[2], (ulong)(DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).TotalNanoseconds),
        ["fd_fdstat_get"] = DescribeStream,
        ["fd_write"] = WriteStream,
        ["fd_prestat_get"] = (_, _, _) => BadDescriptor,
        ["fd_close"] = (_, _, _) => BadDescriptor,
        ["proc_exit"] = (_, a, _) => throw new SandboxException($"it ended itself with exit code {a[0].AsInt32()}"),
        ["random_get"] = FillRandom,
        ["sched_yield"] = (_, _, _) => Success,
    };

    public static void Define(Linker linker, SandboxLogs logs)
    {
        foreach (var name in WasiPreview1.Names)
        {
            var signature = WasiPreview1.SignatureOf(name);
            var call = Calls.GetValueOrDefault(name, (_, _, _) => NotSupported);
            linker.DefineFunction(
                WasiPreview1.ModuleName, name,
                (caller, arguments, results) =>
                {
                    var answer = call(new SandboxMemory(caller), arguments, logs);
                    if (results.Length > 0)
                    {
                        results[0] = answer;
                    }
                },
                [.. signature.Parameters.Select(KindOf)], [.. signature.Results.Select(KindOf)]);
        }
    }

    private static ValueKind KindOf(char type) => type == 'I' ? ValueKind.Int64 : ValueKind.Int32;

    private static bool IsStream(ValueBox descriptor) => descriptor.AsInt32() is 1 or 2;

    private static int DescribeStream(SandboxMemory memory, ReadOnlySpan<ValueBox> arguments, SandboxLogs logs)
    {
        if (!IsStream(arguments[0]))
        {
            return BadDescriptor;
        }

        if (!memory.TryGet(arguments[1], 24, out var stat))
        {
            return BadAddress;
        }

        stat.Clear();
        stat[0] = CharacterDevice;
        return Success;
    }

    private static int WriteStream(SandboxMemory memory, ReadOnlySpan<ValueBox> arguments, SandboxLogs logs)
    {
        var count = (uint)arguments[2].AsInt32();
        if (!IsStream(arguments[0]) || count > MaxVectors)
        {
            return BadDescriptor;
        }

        if (!memory.TryGet(arguments[1], (int)count * 8, out var vectors))
        {
            return BadAddress;
        }

        var written = 0u;
        for (; vectors.Length > 0; vectors = vectors[8..])
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(vectors[4..]);
            if (!memory.TryGet(BinaryPrimitives.ReadInt32LittleEndian(vectors), length, out var bytes))
            {
                return BadAddress;
            }

            logs.Append(bytes);
            written += (uint)bytes.Length;
        }

        return Write32(memory, arguments[3], written);
    }

    private static int FillRandom(SandboxMemory memory, ReadOnlySpan<ValueBox> arguments, SandboxLogs logs)
    {
        if (!memory.TryGet(arguments[0], arguments[1].AsInt32(), out var bytes))
        {
            return BadAddress;
        }

        RandomNumberGenerator.Fill(bytes);
        return Success;
    }

    private static int Write32(SandboxMemory memory, ValueBox address, uint value)
    {
        if (!memory.TryGet(address, 4, out var bytes))
        {
            return BadAddress;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Success;
    }

    private static int Write64(SandboxMemory memory, ValueBox address, ulong value)
    {
        if (!memory.TryGet(address, 8, out var bytes))
        {
            return BadAddress;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Success;
    }
}
