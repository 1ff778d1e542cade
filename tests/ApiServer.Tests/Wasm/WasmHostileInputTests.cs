using CsCheck;
using Wasmtime;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasmHostileInputTests : InspectorTest
{
    private static readonly byte[] Whole = WasmBuilder
        .Runnable(b => b.ImportFunction("wasi_snapshot_preview1", "fd_write", "iiii", "i").Import("env", "table", 1, 0x70, 1, 1, 9))
        .Custom("note", 10)
        .Build();

    private static readonly byte[] Runnable = WasmBuilder.Runnable().Build();

    private static readonly Gen<Func<byte[], byte[]>> Mutation = Gen.OneOf(
        Gen.Select(Gen.Double[0, 1], Gen.Byte, (at, value) => new Func<byte[], byte[]>(b => Replace(b, at, 1, [value]))),
        Gen.Select(Gen.Double[0, 1], Gen.Int[1, 40], (at, count) => new Func<byte[], byte[]>(b => Replace(b, at, count, []))),
        Gen.Select(Gen.Double[0, 1], Gen.Byte.Array[1, 20], (at, more) => new Func<byte[], byte[]>(b => Replace(b, at, 0, more))),
        // The largest number, one without an end, and a large one.
        Gen.Select(
            Gen.Double[0, 1],
            Gen.OneOf(Gen.Const<byte[]>([0xff, 0xff, 0xff, 0xff, 0x0f]), Gen.Const<byte[]>([0x80]), Gen.Const<byte[]>([0xff, 0x7f])),
            (at, number) => new Func<byte[], byte[]>(b => Replace(b, at, 1, number))));

    [Test]
    public void Inspect_CutOffAnywhere_NeverThrowsAndAlwaysTells()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            Inspect(Whole[..length]);
        }
        for (var length = 0; length < Runnable.Length; length++)
        {
            Assert.That(Inspect(Runnable[..length]), Is.Not.Empty, $"cut off at {length}");
        }
    }

    [Test]
    public void Inspect_SectionsOfRandomBytes_NeverThrows() =>
        Gen.Select(Gen.Byte[0, 14], Gen.Byte.Array[0, 60]).Array[1, 6].Sample(
            sections => Inspect([.. WasmBuilder.Header, .. sections.SelectMany(s => WasmBuilder.Section(s.Item1, s.Item2))]).Count > 0,
            iter: 5_000);

    [Test]
    public void Inspect_Mutated_NeverThrows() =>
        Mutation.Array[1, 8].Sample(mutations => Inspect(Apply(Whole, mutations)).Count >= 0, iter: 20_000);

    [Test]
    public void Inspect_MutatedWithoutProblem_WasmtimeCompilesItAndFindsTheInterface()
    {
        using var engine = new Engine();
        Mutation.Array[1, 2].Sample(mutations =>
        {
            var binary = Apply(Runnable, mutations);
            if (Inspect(binary).Count > 0)
            {
                return true;
            }
            using var module = Module.FromBytes(engine, "mutated", binary);
            var functions = module.Exports.OfType<FunctionExport>().Select(e => e.Name).ToHashSet();
            return functions.IsSupersetOf([.. WasmBuilder.Abi.Select(f => f.Name), "process"])
                && module.Exports.OfType<MemoryExport>().Any(e => e.Name == "memory");
        }, iter: 5_000);
    }

    private static byte[] Apply(byte[] binary, Func<byte[], byte[]>[] mutations) => mutations.Aggregate(binary, (b, mutate) => mutate(b));

    private static byte[] Replace(byte[] bytes, double at, int count, byte[] with)
    {
        var start = (int)(at * bytes.Length);
        return [.. bytes[..start], .. with, .. bytes[Math.Min(bytes.Length, start + count)..]];
    }
}
