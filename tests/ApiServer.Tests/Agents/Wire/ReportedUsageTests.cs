using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Agents.Wire.V1;
using Tricorder.ApiServer.V1;
using ModuleErrorKind = Tricorder.ApiServer.Agents.ModuleErrorKind;

namespace Tricorder.ApiServer.Tests.Agents.Wire;

/// <summary>Heartbeats of agents that lie, err or are broken.</summary>
internal sealed class ReportedUsageTests
{
    private const string Module = "0198c0de-0000-7000-8000-000000000001";
    private const string Other = "0198c0de-0000-7000-8000-000000000002";

    [TestCase(5, 5)]
    [TestCase(-1, 0)]
    [TestCase(long.MinValue, 0)]
    [TestCase(long.MaxValue, Tricorder.ApiServer.Agents.ModuleUsage.MaxCounted)]
    public void Of_Counters_AreBounded(long said, long kept)
    {
        var usage = One(
            new() { ModuleId = Module, Events = said, LostEvents = said, RowsWritten = said, Errors = said, MemoryBytes = said });

        Assert.That(
            new[] { usage.Events, usage.LostEvents, usage.RowsWritten, usage.Errors, usage.MemoryBytes }, Is.All.EqualTo(kept));
    }

    [TestCase(long.MinValue, int.MinValue, 0)]
    [TestCase(long.MaxValue, int.MaxValue, 1e9)]
    [TestCase(-5, 0, 0)]
    [TestCase(5, 500_000_000, 5.5)]
    public void Of_CpuTime_IsBounded(long seconds, int nanos, double kept) => Assert.That(
        One(new() { ModuleId = Module, CpuTime = new Duration { Seconds = seconds, Nanos = nanos } }).CpuTime.TotalSeconds,
        Is.EqualTo(kept));

    [TestCase(3, "insert refused", ModuleErrorKind.Insert)]
    [TestCase(0, "insert refused", ModuleErrorKind.None)]
    [TestCase(99, "insert refused", ModuleErrorKind.None)]
    [TestCase(-1, "insert refused", ModuleErrorKind.None)]
    [TestCase(3, "", ModuleErrorKind.None)]
    public void Of_ErrorKind_IsOneThatThereIs(int said, string error, ModuleErrorKind kept) => Assert.That(
        One(new() { ModuleId = Module, LastError = error, LastErrorKind = (V1.ModuleErrorKind)said }).LastErrorKind, Is.EqualTo(kept));

    [TestCase("a\u001b[31mb\r\nc\td\u202ee", "a?[31mb\nc\td?e")]
    [TestCase("line 1\nline 2", "line 1\nline 2")]
    [TestCase("postgresql://agent:secret@db/x", "postgresql://***@db/x")]
    public void Of_Error_IsHarmless(string said, string kept) =>
        Assert.That(One(new() { ModuleId = Module, LastError = said }).LastError, Is.EqualTo(kept));

    [Test]
    public void Of_LongError_IsCutBetweenCharacters()
    {
        var error = One(new() { ModuleId = Module, LastError = "x" + string.Concat(Enumerable.Repeat("\U0001F600", 1000)) }).LastError;

        Assert.That(error, Has.Length.InRange(ReportedUsage.MaxError - 1, ReportedUsage.MaxError));
        Assert.That(char.IsHighSurrogate(error[^1]), Is.False);
    }

    [Test]
    public void Of_ManyLongErrors_AreBoundedTogether()
    {
        var usage = Of([
            .. Enumerable.Range(0, 1000).Select(index => new V1.ModuleUsage { ModuleId = IdOf(index), LastError = new string('x', 5000) }),
        ]);

        Assert.That(usage, Has.Count.EqualTo(1000));
        Assert.That(usage.Sum(each => each.LastError.Length), Is.EqualTo(ReportedUsage.MaxErrors));
    }

    [Test]
    public void Of_OneModuleTwice_TheLastCounts()
    {
        var usage = Of(
            new() { ModuleId = Module, Events = 1 }, new() { ModuleId = Other, Events = 2 }, new() { ModuleId = Module, Events = 3 });

        Assert.That(usage.Select(each => (each.ModuleId, each.Events)), Is.EqualTo(new[] { (Module, 3L), (Other, 2L) }));
    }

    [Test]
    public void Of_IdsThatCanBeNone_AreLeftOut() => Assert.That(
        Of(new() { ModuleId = "" }, new() { ModuleId = new string('x', 250) }, new() { ModuleId = "a/0" }, new() { ModuleId = Module })
            .Single().ModuleId,
        Is.EqualTo(Module));

    [Test]
    public void Of_TooManyModules_TheFirstAreKept() => Assert.That(
        Of([.. Enumerable.Range(0, 5000).Select(index => new V1.ModuleUsage { ModuleId = IdOf(index) })]),
        Has.Count.EqualTo(ReportedUsage.MaxModules));

    [Test]
    public void ErrorKind_Numbers_AreThoseOfTheApi() => Assert.That(
        System.Enum.GetValues<ModuleErrorKind>().Select(kind => (int)kind),
        Is.EqualTo(System.Enum.GetValues<V1.ModuleErrorKind>().Select(kind => (int)kind)));

    [Test]
    public void ToHello_TextsOfAnAgent_AreHarmless()
    {
        var hello = AgentMapping.ToHello(new Hello
        {
            AgentId = Guid.NewGuid().ToString(),
            NodeName = "n",
            Version = "1\u001b[2J",
            KernelRelease = "6.6\n",
            Labels = { ["zone\u0007"] = "a\u202eb" },
        });

        Assert.That((hello.Version, hello.KernelRelease, hello.Labels["zone?"]), Is.EqualTo(("1?[2J", "6.6?", "a?b")));
    }

    [TestCase("n\n")]
    [TestCase("n\u001b")]
    public void ToHello_NodeWithControlCharacters_IsRefused(string node) => Assert.That(
        () => AgentMapping.ToHello(new Hello { AgentId = Guid.NewGuid().ToString(), NodeName = node }),
        Throws.TypeOf<Tricorder.ApiServer.Errors.InvalidArgumentException>());

    [TestCase(0)]
    [TestCase(980)]
    [TestCase(1010)]
    [TestCase(5000)]
    [TestCase(5110)]
    public void Of_SecretWhereTheErrorIsCut_IsTakenOut(int before)
    {
        var error = new string('y', before) + " postgresql://agent:" + new string('s', 30) + "ecret@db:5432/x failed";

        Assert.That(One(new() { ModuleId = Module, LastError = error }).LastError, Does.Not.Contain("sss"));
    }

    private static string IdOf(int index) => new Guid(index, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]).ToString();

    private static Tricorder.ApiServer.Agents.ModuleUsage One(V1.ModuleUsage usage) => Of(usage).Single();

    private static IReadOnlyList<Tricorder.ApiServer.Agents.ModuleUsage> Of(params V1.ModuleUsage[] usage) =>
        ReportedUsage.Of(new Heartbeat { Usage = { usage } });
}
