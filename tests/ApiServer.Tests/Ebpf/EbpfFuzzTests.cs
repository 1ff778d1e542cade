using CsCheck;
using Tricorder.ApiServer.Ebpf;
using Tricorder.ApiServer.Tests.Samples;

namespace Tricorder.ApiServer.Tests.Ebpf;

/// <summary>Whatever a source is, it is read to the end: no exception, no endless loop.</summary>
internal sealed class EbpfFuzzTests
{
    private static readonly string[] Pieces =
    [
        "int", "f", "struct", "event", "union", "enum", "typedef", "static", "void", "*", "&", "(", ")", "{", "}", "[", "]", ";", ",",
        "=", "#", "\n#define f ", "\n#define g(x) x ", "\n#define h(...) __VA_ARGS__ ## f\n", "\n#if ", "\n#else\n", "\n#endif\n",
        "\n#pragma unroll\n", "\\\n", "\"", "'", "/*", "*/", "//", "\n", "BPF_PERF_OUTPUT", "BPF_TABLE", "events", ".perf_submit", "return",
        "goto", "for", "while", "u64", "1", "0x", "...", "##", "g(", "__attribute__", "TRACEPOINT_PROBE", "sizeof", "packed", "é", "\0",
        "?", ":", "defined", "<<", "-", "__VA_OPT__(", "__COUNTER__", "__LINE__", "&&", "asm", "_Generic(", "_Static_assert(", "typeof(",
        "case", "break", "retrun", "<:", "%:", "''", "1uu", "KFUNC_PROBE(", "__always_inline", "FILTER", "##__VA_ARGS__", "_Pragma(\"x\")",
        "__label__", "\n#ifdef ", "\n#define k(a, a) ", "h(f(g(",
    ];

    private static readonly Gen<string> Piece = Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index]);

    private static readonly string[] Sources = [.. SampleFiles.Names.Select(name =>
        SampleFiles.ReadText(name, name.Replace('-', '_') + ".bcc"))];

    [Test]
    public void Inspect_Pieces_Ends() => Piece.Array[0, 80]
        .Select(pieces => string.Join(' ', pieces)).Sample(Inspect, iter: 20_000);

    [Test]
    public void Inspect_DamagedSamples_Ends() =>
        Gen.Select(Gen.Int[0, Sources.Length - 1].Select(index => Sources[index]), Gen.Int[0, 4000], Gen.Int[0, 200], Piece.Array[0, 3])
            .Select((source, at, length, with) =>
            {
                var start = Math.Min(at, source.Length);
                return source[..start] + string.Concat(with) + source[Math.Min(source.Length, start + length)..];
            })
            .Sample(Inspect, iter: 3_000);

    private static void Inspect(string source)
    {
        EbpfInspector.Inspect(source, [("b", "events")], [new EbpfAttachment("p", "f", EbpfCall.Entry)], 8);
        EventSamples.LayoutOf(source, "events");
    }
}
