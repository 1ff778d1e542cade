using System.Globalization;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments;

/// <summary>
/// One session's orders: one outstanding at a time, always the newest wish. It plans and judges; the board holds the state, the recorder
/// makes it durable first.
/// </summary>
internal sealed class AgentOrders(
    AgentBoard agent,
    AgentSession session,
    ConvergenceBoard board,
    LastShown lastShown,
    InstanceRecorder recorder,
    LossCounter losses,
    RevisionCache revisions,
    ChangeFeed feed,
    AgentMetrics metrics,
    IOptions<DeploymentOptions> options,
    TimeProvider clock,
    ILogger logger) : IAgentOrders
{
    private Instance? _outstanding;
    private DateTimeOffset _deadline = DateTimeOffset.MaxValue;
    private bool _detached;
    private bool _gaveUp;

    public AgentSession Session { get; } = session;

    private bool IsLegacy => agent.Protocol == AgentProtocol.Legacy;

    public async ValueTask<AgentOrder?> NextAsync(CancellationToken cancellationToken)
    {
        while (Plan() is { } plan)
        {
            if (plan.WantedRevision == 0)
            {
                return plan.Order;
            }

            try
            {
                // Looked at before a legacy agent stops the old revision: what can not run there must not cost what does.
                var content = await revisions.GetAsync(plan.Order.ModuleId, plan.WantedRevision, cancellationToken);
                if (IsLegacy && LegacyCompatibility.Problem(content) is { } problem)
                {
                    await RefuseAsync(plan, problem, cancellationToken);
                    continue;
                }

                return plan.Order.Deploy ? plan.Order with { Content = content } : plan.Order;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                logger.ContentNotLoaded(e, plan.Order.ModuleId, plan.WantedRevision);
                lock (feed.Gate)
                {
                    board.Postpone(plan.Instance);
                }
            }
        }

        return null;
    }

    public async ValueTask<bool> BeginAsync(AgentOrder order, CancellationToken cancellationToken)
    {
        Instance instance;
        lock (feed.Gate)
        {
            if (_detached || !agent.Instances.TryGetValue(order.ModuleId, out instance!))
            {
                return false;
            }

            var wanted = board.WantedOn(agent, order.ModuleId);
            if (!board.NeedsOrder(instance, wanted) || OrderFor(instance, wanted) != order with { Content = null })
            {
                board.Refresh(agent, order.ModuleId);
                return false;
            }

            _outstanding = instance;
            _deadline = DateTimeOffset.MaxValue;
            board.Begin(instance, new LastOrder(order.Generation, order.Revision, order.Deploy));
        }

        if (IsLegacy)
        {
            // It cannot say later what it runs, so that it was told something must be known before it is.
            var change = InDoubt(instance, order);
            await recorder.RecordAsync(Session, change, () => instance.StoredShown = change.Shown, cancellationToken);
        }

        return true;
    }

    public void Accepted(AgentOrder order)
    {
        lock (feed.Gate)
        {
            if (_outstanding is { } instance && instance.ModuleId == order.ModuleId && instance.Told.Generation == order.Generation)
            {
                _deadline = clock.GetUtcNow() + options.Value.AnswerTimeout;
            }

            if (agent.Instances.TryGetValue(order.ModuleId, out var given))
            {
                given.GivenAt = clock.GetUtcNow();
            }
        }
    }

    public async Task ReportAsync(ModuleReport report, CancellationToken cancellationToken)
    {
        Instance instance;
        InstanceChange change;
        lock (feed.Gate)
        {
            if (_detached || !agent.Instances.TryGetValue(report.ModuleId, out instance!)
                || !ReportRules.IsAbout(instance, report, isOutstanding: instance == _outstanding))
            {
                metrics.ReportIgnored();
                return;
            }

            if (report.State == ReportedState.InProgress)
            {
                Progress(instance, report);
                return;
            }

            if (instance != _outstanding && instance.State == ReportRules.StateOf(report) && !instance.IsInDoubt)
            {
                return; // Said before.
            }

            if (instance == _outstanding)
            {
                _deadline = DateTimeOffset.MaxValue; // It has answered, however long the store takes to know.
            }

            change = ReportRules.Judge(instance, report);
        }

        await recorder.RecordAsync(Session, change, () => Settled(instance, change), cancellationToken);
    }

    public bool IsOverdue(DateTimeOffset now)
    {
        lock (feed.Gate)
        {
            return _outstanding is not null && now >= _deadline;
        }
    }

    public async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        Instance instance;
        InstanceChange change;
        lock (feed.Gate)
        {
            if (_detached || _outstanding is null)
            {
                return;
            }

            instance = _outstanding;
            _deadline = DateTimeOffset.MaxValue;
            _gaveUp = IsLegacy;
            change = new InstanceChange(
                instance.ModuleId,
                IsLegacy ? Instance.UnknownRevision : instance.Observed,
                instance.Told.Generation,
                InstanceState.Failed,
                string.Create(CultureInfo.InvariantCulture, $"no answer within {options.Value.AnswerTimeout.TotalSeconds:0} s"),
                instance.Attempt)
            { IsInDoubt = true };
        }

        try
        {
            await recorder.RecordAsync(Session, change, () => Settled(instance, change), cancellationToken);
        }
        catch
        {
            // A store that takes nothing now: asked again later, or this agent would be sent nothing any more.
            lock (feed.Gate)
            {
                _deadline = clock.GetUtcNow() + options.Value.AnswerTimeout;
            }

            throw;
        }
    }

    public void RecordEnd(WriteUnit unit, SessionEnd end, DateTimeOffset lastSeen)
    {
        IReadOnlyList<Instance> suspects;
        lock (feed.Gate)
        {
            suspects = _detached ? [] : losses.Suspects(agent, end, _outstanding, lastSeen);
        }

        losses.Count(unit, suspects, lastSeen);
        lastShown.Record(unit, agent);
    }

    public void Detach()
    {
        _detached = true;
        _outstanding = null;
        if (agent.Orders == this)
        {
            agent.Orders = null;
        }

        foreach (var instance in agent.Instances.Values)
        {
            instance.GivenAt = null;
            if (instance.State == InstanceState.InProgress)
            {
                board.Transit(instance, InstanceState.Pending, "");
            }
        }
    }

    private PlannedOrder? Plan()
    {
        lock (feed.Gate)
        {
            while (!_detached && !_gaveUp && _outstanding is null && agent.Dequeue() is { } instance)
            {
                var wanted = board.WantedOn(agent, instance.ModuleId);
                if (board.NeedsOrder(instance, wanted))
                {
                    return new PlannedOrder(instance, OrderFor(instance, wanted), wanted.Revision);
                }
            }

            return null;
        }
    }

    /// <summary>
    /// The next step towards what is wanted. A legacy agent ignores a new revision of what it runs, so there the old one is stopped first,
    /// and so is what is not known.
    /// </summary>
    private AgentOrder OrderFor(Instance instance, Wanted wanted)
    {
        var name = board.Modules.TryGetValue(instance.ModuleId, out var module) ? module.Desired.ModuleName : "";
        var deploy = wanted.Revision > 0 && (!IsLegacy || instance.Known == 0);
        var revision = deploy ? wanted.Revision : Math.Max(instance.Observed, 0);
        return new AgentOrder(instance.ModuleId, name, revision, wanted.Generation, deploy, Content: null);
    }

    private void Progress(Instance instance, ModuleReport report)
    {
        if (instance != _outstanding)
        {
            return;
        }

        _deadline = clock.GetUtcNow() + options.Value.AnswerTimeout;
        if (instance.State is InstanceState.Pending or InstanceState.InProgress && instance.Generation == instance.Told.Generation)
        {
            board.Transit(instance, InstanceState.InProgress, report.Message);
        }
    }

    private void Settled(Instance instance, InstanceChange change)
    {
        if (_detached)
        {
            return;
        }

        if (instance == _outstanding && change.Generation == instance.Told.Generation)
        {
            _outstanding = null;
        }

        // It may have been told something newer while this was on its way to the disk: then that is in doubt still.
        board.Settle(instance, instance == _outstanding ? change with { IsInDoubt = true } : change);
        Session.Wake();
    }

    private Task RefuseAsync(PlannedOrder plan, string problem, CancellationToken cancellationToken)
    {
        var change = new InstanceChange(
            plan.Instance.ModuleId, plan.Instance.Observed, plan.Order.Generation, InstanceState.Failed, problem, plan.Instance.Attempt)
        { IsFinal = true };
        return recorder.RecordAsync(Session, change, () => Settled(plan.Instance, change), cancellationToken);
    }

    private static InstanceChange InDoubt(Instance instance, AgentOrder order) =>
        new(instance.ModuleId, Instance.UnknownRevision, order.Generation, InstanceState.Pending, "", instance.Attempt);
}
