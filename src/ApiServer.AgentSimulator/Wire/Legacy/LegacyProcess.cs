using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.AgentSimulator.Modules;

namespace Tricorder.ApiServer.AgentSimulator.Wire.Legacy;

/// <summary>An agent released in 2023: takes orders on one stream, one after the other, and reports processes on another.</summary>
internal sealed class LegacyProcess(SimulatedAgent agent, AgentContext context) : AgentProcess(agent, context)
{
    private volatile UpdateStream? _stream;
    private ProcessReport? _report;

    protected override async Task<StreamEnd> ConnectAsync()
    {
        try
        {
            using var stream = await OpenAsync();
            _stream = stream;
            while (await stream.ReadAsync(Gone) is { } order)
            {
                await FollowAsync(order, stream);
            }

            return new StreamEnd(StreamEndKind.Ended, "the server ended the stream");
        }
        catch (RpcException error)
        {
            return StreamEnd.Of(error);
        }
        finally
        {
            _stream = null;
        }
    }

    protected override async Task SayGoodbyeAsync()
    {
        if (_stream is { } stream)
        {
            await stream.CompleteAsync();
            await stream.Ended;
        }
    }

    private async Task<UpdateStream> OpenAsync()
    {
        using var slot = await Context.Gate.EnterAsync(Gone);
        var stream = await UpdateStream.OpenAsync(Connection.Invoker, LegacyMessages.First(this), Gone);
        Context.Counters.Connected();
        Agent.Phase = AgentPhase.Connected;
        if (_report is not { IsOpen: true })
        {
            _report = ProcessReport.Open(this);
        }

        return stream;
    }

    private async Task FollowAsync(ModuleUpdate order, UpdateStream stream)
    {
        Agent.NoteUpdate(order);
        var plan = Agent.Plan(order, nothingToDo: order.Deploy == (Modules.Find(order.ModuleId) is not null));
        if (plan.Crashes)
        {
            Exit(ProcessExit.Crashed);
            return;
        }

        if (plan.IsSilent)
        {
            return;
        }

        await WorkAsync(plan, static () => Task.CompletedTask);
        var error = plan.Error ?? Follow(order);
        Agent.NoteChange();
        Context.Counters.Answered(succeeded: error is null, failed: error is not null);
        await stream.WriteAsync(LegacyMessages.Answer(order, error), Gone);
    }

    private string? Follow(ModuleUpdate order)
    {
        if (!order.Deploy)
        {
            return Modules.Remove(order.ModuleId) ? null : $"module {order.ModuleId} is not deployed here";
        }

        // What it has under that id goes on running, whatever the order's content is.
        if (Modules.Find(order.ModuleId) is null)
        {
            Load(order);
        }

        return null;
    }
}
