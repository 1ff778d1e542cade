using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Events.Export;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Events;

internal sealed class EventExporterTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private TempDirectory _directory = null!;
    private TestStore _store = null!;
    private EventStore _events = null!;
    private string _path = null!;

    [SetUp]
    public void SetUp()
    {
        _directory = new TempDirectory();
        _store = new TestStore();
        _events = new EventStore(_store.Database, new ChangeFeed(_store.Live), _clock);
        _path = _directory.File("audit.jsonl");
    }

    [TearDown]
    public async Task TearDown()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Test]
    public async Task Reconcile_EventsAreStored_GoesOnWhereTheFileEnds()
    {
        await AppendAsync(700);
        await Exporter().ReconcileAsync(CancellationToken.None);
        await AppendAsync(3);

        var requeue = await Exporter().ReconcileAsync(CancellationToken.None); // After a restart.

        Assert.That(Sequences(), Is.EqualTo(Enumerable.Range(1, 703)));
        Assert.That(requeue, Is.EqualTo(Requeue.AtResync));
    }

    [Test]
    public async Task Reconcile_FileCannotBeWritten_SaysSoOnceAndNoneIsMissingAfterwards()
    {
        _store.Logs.ErrorsExpected = true;
        var exporter = Exporter();
        Directory.CreateDirectory(_path); // In the place of the file.
        await AppendAsync(2);

        var first = await exporter.ReconcileAsync(CancellationToken.None);
        await exporter.ReconcileAsync(CancellationToken.None);
        Directory.Delete(_path);
        await exporter.ReconcileAsync(CancellationToken.None);

        Assert.That(first, Is.EqualTo(Requeue.Incomplete("EXPORT_FAILED")));
        Assert.That(
            _store.Logs.Entries.Count(entry => entry.Message.Contains("can not be exported", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(Sequences(), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Plan_RunsAtChangesAndOnceMoreAtTheEnd()
    {
        var plan = Exporter().Plan;

        Assert.That((plan.Trigger.Topics.Single(), plan.RunsAtEnd), Is.EqualTo((Topic.Events, true)));
    }

    private EventExporter Exporter() =>
        new(_events, Options.Create(new EventOptions { Export = _path }), _store.Logs.For<EventExporter>());

    private IEnumerable<long> Sequences() =>
        File.ReadAllLines(_path).Select(line => EventLine.SequenceOf(Encoding.UTF8.GetBytes(line))!.Value);

    private Task AppendAsync(int count) => _store.Writer.WriteAsync(
        unit =>
        {
            for (var i = 0; i < count; i++)
            {
                _events.Append(unit, new NewEvent { Kind = EventKinds.AgentConnected });
            }
        },
        CancellationToken.None);
}
