using System.Diagnostics;
using Tricorder.ApiServer.Cli.Output;
using YamlDotNet.Core;

namespace Tricorder.ApiServer.Tests.Cli;

/// <summary>Short texts that would be endless, or would end the process.</summary>
public class YamlBoundsTests
{
    private const long MaxBytes = 512 << 20;

    private static IEnumerable<TestCaseData> Bombs =>
    [
        new TestCaseData(string.Concat(Enumerable.Range(0, 12).Select(level => level == 0
            ? "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
            : $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n"))).SetArgDisplayNames("laughs"),
        new TestCaseData($"a: &a {new string('x', 1 << 20)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 10_000))}]\n")
            .SetArgDisplayNames("one long text many times"),
        new TestCaseData(string.Concat(Enumerable.Range(0, 12).Select(level => level == 0
            ? "a0: &a0 {x: 1}\n"
            : $"a{level}: &a{level} {{{string.Join(", ", Enumerable.Range(0, 10).Select(i => $"k{i}: {{<<: *a{level - 1}}}"))}}}\n")))
            .SetArgDisplayNames("merges"),
        new TestCaseData(new string('[', 200_000)).SetArgDisplayNames("deep list"),
        new TestCaseData(string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{new string(' ', i)}a:\n")))
            .SetArgDisplayNames("deep block"),
        new TestCaseData("a: &a [*a]\n").SetArgDisplayNames("circle"),
    ];

    [TestCaseSource(nameof(Bombs))]
    public void Read_Bomb_IsRefusedInLittleTimeAndMemory(string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        Assert.Throws(Is.InstanceOf<YamlException>(), () => _ = Yaml.Read(text).ToList());

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MaxBytes));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }
}
