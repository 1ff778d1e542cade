using System.Globalization;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>
/// Delivers to one session: one update in flight at a time, always towards what is desired now. It plans and judges; the state of
/// the fleet is elsewhere, and answers are durable before they change it.
/// </summary>
internal sealed class AgentDelivery(FleetAgent agent, AgentSession session, DeliveryServices services, IOptions<DeploymentOptions> options)
    : IAgentDelivery, IDeliverer
{
    private Instance? _inFlight;
    private Instance? _taken;
    private bool _isDetached;
    private bool _gaveUp;
    private int _recording;
    private TaskCompletionSource? _recorded; // There once the session ends: nothing more is recorded then.

    public bool HasNext => _inFlight is null && agent.HasQueued;

    private AgentSession Session { get; } = session;

    private bool IsLegacy => agent.Protocol == AgentProtocol.Legacy;

    private bool IsOver => _isDetached || _recorded is not null;

    private FleetState Fleet => services.Fleet;

    public async ValueTask<AgentUpdate?> TakeNextAsync(CancellationToken cancellationToken)
    {
        Loaded? loaded = null;
        while (services.Live.Read(
            (This: this, loaded), static state => state.This.TryTakeNext(state.loaded)) is { Instance: { } instance } step)
        {
            loaded = null;
            if (step.Update is { } update)
            {
                if (IsLegacy)
                {
                    // It cannot say later what it runs, so that it was told something must be known before it is.
                    await RecordInDoubtAsync(instance, update);
                }

                return update;
            }

            if (step.Refusal is { } problem)
            {
                await RefuseAsync(instance, step.Desired, problem);
            }
            else
            {
                loaded = await LoadAsync(instance, step.Desired.Revision, cancellationToken);
            }
        }

        return null;
    }

    public void Sent()
    {
        Session.Answer.Sent(options.Value.AnswerTimeout);
        if (!IsOver && _taken is { } instance)
        {
            instance.GivenAt = services.Clock.GetUtcNow();
        }
    }

    public Task ReportAsync(ModuleReport report, CancellationToken cancellationToken) =>
        services.Live.Read((This: this, report), static state => state.This.Judge(state.report)) is var (instance, change)
            ? RecordAsync(instance, change)
            : Task.CompletedTask;

    public async Task<bool> GiveUpAsync(CancellationToken cancellationToken)
    {
        if (services.Live.Read(GiveUp) is not var (instance, change))
        {
            return false;
        }

        try
        {
            await RecordAsync(instance, change);
            return true;
        }
        catch
        {
            // A store that takes nothing now: asked again later, or this agent would be sent nothing any more.
            services.Live.Change(() => AskAgainLater(instance));
            throw;
        }
    }

    public async ValueTask<IDeliveryEnd> EndAsync(SessionEnd end, DateTimeOffset lastSeen)
    {
        var recorded = services.Live.Read(() => _recorded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Interlocked.Add(ref _recording, 0) > 0)
        {
            await recorded.Task;
        }

        return services.Live.Read(() => new DeliveryEnd(
            services.Losses,
            services.LastShown,
            _isDetached ? [] : services.Losses.Suspects(agent, end, _inFlight, lastSeen),
            _isDetached ? [] : LastShown.Ending(agent),
            lastSeen));
    }

    public void Detach()
    {
        _isDetached = true;
        _inFlight = null;
        Session.Answer.End();
        if (agent.Delivery == this)
        {
            agent.Delivery = null;
        }

        foreach (var instance in agent.Instances.Values)
        {
            instance.GivenAt = null;
            if (instance.State == InstanceState.InProgress)
            {
                Fleet.Transit(instance, InstanceState.Pending, "");
            }
        }
    }

    public void Wake() => Session.Wake();

    /// <summary>Plans and begins in one step, so that what is taken is what is desired.</summary>
    /// <param name="loaded">What is looked at first: it waited for its content.</param>
    private NextStep TryTakeNext(Loaded? loaded)
    {
        while (!IsOver && !_gaveUp && _inFlight is null && (loaded?.Instance ?? agent.Dequeue()) is { } instance)
        {
            var desired = Fleet.DesiredOn(agent, instance.ModuleId);
            var content = loaded?.Revision == desired.Revision
                ? loaded.Content
                : services.Contents.Find(instance.ModuleId, desired.Revision);
            loaded = null;
            if (!Fleet.NeedsUpdate(instance, desired))
            {
                continue;
            }

            if (desired.Revision > 0 && content is null)
            {
                return new NextStep(instance, desired);
            }

            // Looked at before a legacy agent stops the old revision: what cannot run there must not cost what does.
            if (IsLegacy && desired.Revision > 0 && content!.LegacyProblem is { } problem)
            {
                Interlocked.Increment(ref _recording); // Under the lock: an end that comes now waits for it.
                return new NextStep(instance, desired) { Refusal = problem };
            }

            var update = UpdateFor(instance, desired);
            _inFlight = _taken = instance;
            Session.Answer.Begin();
            if (IsLegacy)
            {
                Interlocked.Increment(ref _recording);
            }

            Fleet.Begin(instance, new LastUpdate(update.Generation, update.Revision, update.Deploy));
            return new NextStep(instance, desired) { Update = update.Deploy ? update with { Content = content!.Content } : update };
        }

        return default;
    }

    /// <summary>
    /// The next step towards what is desired. A legacy agent ignores a new revision of what it runs, so there the old one is stopped first,
    /// and so is what is not known.
    /// </summary>
    private AgentUpdate UpdateFor(Instance instance, DesiredRevision desired)
    {
        var name = Fleet.Modules.TryGetValue(instance.ModuleId, out var module) ? module.Desired.ModuleName : "";
        var deploy = desired.Revision > 0 && (!IsLegacy || instance.Known == 0);
        var revision = deploy ? desired.Revision : Math.Max(instance.Observed, 0);
        return new AgentUpdate(instance.ModuleId, name, revision, desired.Generation, deploy, Content: null);
    }

    /// <summary>Null = it cannot be had now; it is tried again a little later.</summary>
    private async Task<Loaded?> LoadAsync(Instance instance, int revision, CancellationToken cancellationToken)
    {
        try
        {
            return new Loaded(instance, revision, await services.Contents.LoadAsync(instance.ModuleId, revision, cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            services.Logger.ContentNotLoaded(e, instance.ModuleId, revision);
            services.Live.Change(() => Fleet.Postpone(instance));
            return null;
        }
    }

    /// <summary>What a report changes; null = nothing.</summary>
    private (Instance Instance, InstanceChange Change)? Judge(in ModuleReport report)
    {
        if (IsOver || !agent.Instances.TryGetValue(report.ModuleId, out var instance)
            || !ReportRules.IsAbout(instance, report, isOutstanding: instance == _inFlight))
        {
            services.Metrics.ReportIgnored();
            return null;
        }

        if (report.State == ReportedState.InProgress)
        {
            Progress(instance, report);
            return null;
        }

        if (instance != _inFlight && instance.State == ReportRules.StateOf(report) && !instance.IsInDoubt)
        {
            return null; // Said before.
        }

        if (instance == _inFlight)
        {
            Session.Answer.End(); // It has answered, however long the store takes to know.
        }

        return Begun(instance, ReportRules.Judge(instance, report));
    }

    private void Progress(Instance instance, in ModuleReport report)
    {
        if (instance != _inFlight)
        {
            return;
        }

        Session.Answer.Extend(options.Value.AnswerTimeout);
        if (instance.State is InstanceState.Pending or InstanceState.InProgress && instance.Generation == instance.Told.Generation)
        {
            Fleet.Transit(instance, InstanceState.InProgress, report.Message);
        }
    }

    private (Instance Instance, InstanceChange Change)? GiveUp()
    {
        if (IsOver || _inFlight is not { } instance)
        {
            Session.Answer.End();
            return null;
        }

        if (!Session.Answer.IsOver(services.Clock.GetUtcNow()))
        {
            return null; // It was answered, or is being worked on, since the sweep looked.
        }

        Session.Answer.End();
        _gaveUp = IsLegacy;
        return Begun(instance, new InstanceChange(
            instance.ModuleId,
            IsLegacy ? Instance.UnknownRevision : instance.Observed,
            instance.Told.Generation,
            InstanceState.Failed,
            string.Create(CultureInfo.InvariantCulture, $"no answer within {options.Value.AnswerTimeout.TotalSeconds:0} s"),
            instance.Attempt)
        { IsInDoubt = true });
    }

    private void AskAgainLater(Instance instance)
    {
        if (!IsOver && _inFlight == instance)
        {
            Session.Answer.Extend(options.Value.AnswerTimeout);
        }
    }

    private (Instance, InstanceChange) Begun(Instance instance, InstanceChange change)
    {
        Interlocked.Increment(ref _recording);
        return (instance, change);
    }

    /// <summary>Stores what <see cref="Begun"/> counted.</summary>
    private Task RecordAsync(Instance instance, InstanceChange change) => WriteAsync(change, () => Apply(instance, change));

    private Task RecordInDoubtAsync(Instance instance, AgentUpdate update)
    {
        var change = new InstanceChange(
            instance.ModuleId, Instance.UnknownRevision, update.Generation, InstanceState.Pending, "", instance.Attempt);
        return WriteAsync(change, () => instance.StoredShown = change.Shown);
    }

    private Task RefuseAsync(Instance instance, DesiredRevision desired, string problem)
    {
        var change = new InstanceChange(
            instance.ModuleId, instance.Observed, desired.Generation, InstanceState.Failed, problem, instance.Attempt)
        { IsFinal = true };
        return RecordAsync(instance, change);
    }

    private async Task WriteAsync(InstanceChange change, Action apply)
    {
        try
        {
            await services.Answers.WriteAsync(new InstanceAnswer(Session.Agent.Id, Session.Id, change, apply));
        }
        finally
        {
            if (Interlocked.Decrement(ref _recording) == 0)
            {
                _recorded?.TrySetResult();
            }
        }
    }

    private void Apply(Instance instance, in InstanceChange change)
    {
        if (_isDetached)
        {
            return;
        }

        if (instance == _inFlight && change.Generation == instance.Told.Generation)
        {
            _inFlight = null;
            Session.Answer.End();
        }

        // It may have been told something newer while this was on its way to the disk: then that is in doubt still.
        Fleet.ApplyResult(instance, instance == _inFlight ? change with { IsInDoubt = true } : change);
        if (HasNext)
        {
            Session.Wake();
        }
    }

    private sealed record Loaded(Instance Instance, int Revision, DeployedContent Content);

    /// <summary>
    /// What comes of looking for the next update: it is taken, or it cannot run there, or, without either, its content must be loaded
    /// first.
    /// </summary>
    private readonly record struct NextStep(Instance? Instance, DesiredRevision Desired)
    {
        public AgentUpdate? Update { get; init; }

        public string? Refusal { get; init; }
    }
}
