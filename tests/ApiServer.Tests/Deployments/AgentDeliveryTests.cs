using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Agents;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>What one session is told, and what comes of its answers, of none, and of its end.</summary>
internal sealed class AgentDeliveryTests
{
    private readonly DeploymentOptions _options = new();
    private FleetFixture _fixture = null!;
    private AgentSession _session = null!;
    private AgentDelivery _delivery = null!;
    private Instance _instance = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _fixture = new FleetFixture();
        var (store, options) = (_fixture.Store, Options.Create(_options));
        var agent = _fixture.Agent("a");
        await store.Writer.WriteAsync(unit => new AgentStore(store.Database).Put(unit, [agent]), CancellationToken.None);
        var services = new DeliveryServices(
            _fixture.Live,
            _fixture.Fleet,
            new ContentCache((_, _, _) => Task.FromResult<ModuleContent?>(Drafts.Valid().Content), options),
            new AnswerWriter(_fixture.Instances, store.Writer, store.Logs.For<AnswerWriter>()),
            new LossCounter(new LossStore(store.Database, options), _fixture.Guard, _fixture.Fleet, options),
            new LastShown(_fixture.Instances, _fixture.Fleet, _fixture.Live),
            new AgentMetrics(store.Meters),
            _fixture.Clock,
            store.Logs.For<AgentDelivery>());
        var sends = new SendLimiter(Options.Create(new AgentOptions()), _fixture.Clock);
        _session = new AgentSession(agent, new SilentWire(), sends, _fixture.Clock, store.Logs.For<AgentSession>());
        var connected = _fixture.Connect(agent);
        _delivery = new AgentDelivery(connected, _session, services, options);
        connected.Delivery = _delivery;
        _fixture.Apply("m", 1);
        _instance = connected.Instances["m"];
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        _session.Dispose();
        await _fixture.DisposeAsync();
    }

    [Test]
    public async Task GiveUpAsync_NoAnswerInTime_TheUpdateFailed()
    {
        await SendAsync();
        _fixture.Clock.Advance(_options.AnswerTimeout);

        var isGivenUp = await _delivery.GiveUpAsync(CancellationToken.None);

        Assert.That((isGivenUp, _instance.State), Is.EqualTo((true, InstanceState.Failed)));
    }

    [Test]
    public async Task GiveUpAsync_SaidSinceThatItIsWorkingOnIt_IsNotGivenUp()
    {
        var update = await SendAsync();
        _fixture.Clock.Advance(_options.AnswerTimeout);
        await ReportAsync(update, ReportedState.InProgress);

        var isGivenUp = await _delivery.GiveUpAsync(CancellationToken.None);

        Assert.That((isGivenUp, _instance.State), Is.EqualTo((false, InstanceState.InProgress)));
    }

    [Test]
    public async Task GiveUpAsync_TheAnswerIsOnItsWayToTheDisk_TheAnswerCounts()
    {
        var update = await SendAsync();
        _fixture.Clock.Advance(_options.AnswerTimeout);
        Task answered;
        bool isGivenUp;
        using (_fixture.Store.Hold())
        {
            answered = ReportAsync(update, ReportedState.Succeeded);
            isGivenUp = await _delivery.GiveUpAsync(CancellationToken.None);
        }

        await answered;

        Assert.That((isGivenUp, _instance.State), Is.EqualTo((false, InstanceState.Succeeded)));
    }

    [Test]
    public async Task EndAsync_AnAnswerIsOnItsWayToTheDisk_WaitsForIt()
    {
        var update = await SendAsync();
        Task answered;
        Task<IDeliveryEnd> ended;
        bool isEarly;
        using (_fixture.Store.Hold())
        {
            answered = ReportAsync(update, ReportedState.Succeeded);
            ended = _delivery.EndAsync(SessionEnd.Lost, _session.LastSeen).AsTask();
            isEarly = ended.IsCompleted;
        }

        await Task.WhenAll(answered, ended);

        Assert.That((isEarly, _instance.State), Is.EqualTo((false, InstanceState.Succeeded)));
    }

    [Test]
    public async Task Sent_TheSessionHasEndedSince_SaysNothingOfTheInstance()
    {
        await _delivery.TakeNextAsync(CancellationToken.None);
        await _delivery.EndAsync(SessionEnd.Lost, _session.LastSeen);

        _delivery.Sent();

        Assert.That(_instance.GivenAt, Is.Null);
    }

    private async Task<AgentUpdate> SendAsync()
    {
        var update = await _delivery.TakeNextAsync(CancellationToken.None);
        _delivery.Sent();
        return update!;
    }

    private Task ReportAsync(AgentUpdate update, ReportedState state) => _delivery.ReportAsync(
        new ModuleReport(update.ModuleId, update.Revision, update.Generation, state, ""), CancellationToken.None);
}
