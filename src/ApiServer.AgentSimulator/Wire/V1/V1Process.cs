using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.AgentSimulator.Wire.V1;

/// <summary>An agent that speaks `tricorder.apiserver.v1`.</summary>
internal sealed class V1Process(SimulatedAgent agent, AgentContext context) : AgentProcess(agent, context)
{
    private volatile V1Session? _session;
    private volatile Task _work = Task.CompletedTask;

    /// <summary>
    /// Takes an order; orders are worked off one after the other. Work goes on when the stream breaks, as a kernel goes on
    /// loading; the answer is lost then, and if there is another stream already, that one is opened anew.
    /// </summary>
    public void Enqueue(Modules.ModuleUpdate order, V1Session session)
    {
        Agent.NoteUpdate(order);
        _work = WorkAfterAsync(_work, order, session);
    }

    /// <summary>Ends a stream that the server drains, once what was ordered is done.</summary>
    public async Task FinishAsync(V1Session session)
    {
        await _work;
        await session.CompleteAsync();
    }

    /// <summary>Makes a module that runs fail, and reports it. False when it does not run.</summary>
    public async Task<bool> TrapAsync(LoadedModule module, string error)
    {
        if (Gone.IsCancellationRequested || !ReferenceEquals(Modules.Find(module.ModuleId), module) || !module.Trap(error))
        {
            return false;
        }

        Context.Counters.Trapped();
        Agent.NoteChange();
        if (_session is { } session)
        {
            await session.SendStatusAsync(module.ModuleId, module.Revision, module.Generation, InstanceState.Failed, error);
        }

        return true;
    }

    protected override async Task<StreamEnd> ConnectAsync()
    {
        using var slot = await Context.Gate.EnterAsync(Gone);
        using var session = new V1Session(this, slot);
        _session = session;
        try
        {
            return await session.RunAsync();
        }
        finally
        {
            _session = null;
        }
    }

    protected override async Task SayGoodbyeAsync()
    {
        if (_session is { } session)
        {
            await session.CompleteAsync();
            await session.Ended;
        }
    }

    private async Task WorkAfterAsync(Task before, Modules.ModuleUpdate order, V1Session session)
    {
        try
        {
            await before;
            await WorkAsync(order, session);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            // The process has ended, and its work with it.
        }
    }

    private async Task WorkAsync(Modules.ModuleUpdate order, V1Session session)
    {
        var plan = Agent.Plan(order, IsUpToDate(order));
        if (plan.Crashes)
        {
            Exit(ProcessExit.Crashed);
            return;
        }

        if (plan.IsSilent)
        {
            return;
        }

        await WorkAsync(plan, () => session.AnswerAsync(order, InstanceState.InProgress));
        if (plan.Error is not null)
        {
            await session.AnswerAsync(order, InstanceState.Failed, plan.Error);
            return;
        }

        Follow(order);
        Agent.NoteChange();
        if (_session is { } present && present != session)
        {
            // The hello of the stream that is there now did not know of this yet, and an answer to another stream's order counts for
            // nothing: only a new hello tells the server what runs.
            Connection.Abort();
            return;
        }

        await session.AnswerAsync(order, InstanceState.Succeeded);
    }

    private void Follow(Modules.ModuleUpdate order)
    {
        if (!order.Deploy)
        {
            Modules.Remove(order.ModuleId);
        }
        else if (IsUpToDate(order))
        {
            Modules.Find(order.ModuleId)!.Generation = order.Generation;
        }
        else
        {
            PlanTrap(Load(order));
        }
    }

    private void PlanTrap(LoadedModule module)
    {
        if (Agent.LoadDice.Chance(Agent.Behavior.TrapRate))
        {
            var after = Agent.Behavior.TrapAfter.Draw(Agent.LoadDice);
            Context.Scheduler.Schedule(after, () => _ = TrapAsync(module, ErrorTexts.Trap(Agent.LoadDice)));
        }
    }

    private bool IsUpToDate(Modules.ModuleUpdate order) => Modules.Find(order.ModuleId) is { } held
        ? order.Deploy && !held.IsTrapped && held.Revision == order.Revision
        : !order.Deploy;
}
