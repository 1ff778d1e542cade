using Microsoft.Extensions.Logging;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Errors;

internal sealed class OutageTests
{
    private readonly LogRecorder _logs = new();
    private Outage _outage = null!;

    [SetUp]
    public void SetUp() => _outage = new Outage(_logs.For<Outage>(), "Counting sheep");

    [OneTimeTearDown]
    public void OneTimeTearDown() => _logs.Dispose();

    [Test]
    public async Task TryAsync_RefusedThenForAnotherReasonThenDone_SaysEachOnceAndWithoutAStackTrace()
    {
        string[] reasons = ["FULL", "FULL", "FULL", "LOST", "LOST", ""];
        foreach (var reason in reasons)
        {
            await _outage.TryAsync(
                _ => reason.Length == 0 ? Task.CompletedTask : throw new UnavailableException(reason, $"It is {reason}."),
                CancellationToken.None);
        }

        Assert.That(Told(), Is.EqualTo(
        [
            "Counting sheep was refused and is tried again (FULL): It is FULL.",
            "Counting sheep was refused and is tried again (LOST): It is LOST.",
            "Counting sheep succeeds again, after 5 failures",
        ]));
        Assert.That(_logs.Exceptions, Is.Empty);
    }

    [Test]
    public async Task TryAsync_FailsUnexpectedly_KeepsTheStackTraceOfTheFirst()
    {
        using var logs = new LogRecorder();
        var outage = new Outage(logs.For<Outage>(), "Counting sheep");

        await outage.TryAsync(_ => throw new InvalidOperationException("a wolf"), CancellationToken.None);
        await outage.TryAsync(_ => throw new InvalidOperationException("a wolf"), CancellationToken.None);

        Assert.That(logs.Exceptions, Has.Count.EqualTo(1));
    }

    [Test]
    public void TryAsync_Cancelled_IsNoFailure()
    {
        using var logs = new LogRecorder();
        var outage = new Outage(logs.For<Outage>(), "Counting sheep");

        Assert.That(
            () => outage.TryAsync(Task.FromCanceled, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(logs.Entries, Is.Empty);
    }

    private IEnumerable<string> Told() => _logs.Entries.Where(entry => entry.Level >= LogLevel.Information).Select(entry => entry.Message);
}
