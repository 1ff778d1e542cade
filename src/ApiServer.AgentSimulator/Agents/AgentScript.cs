using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>Decides what comes of each order: what a test has scripted first, then what the agent's behavior makes of the dice.</summary>
internal sealed class AgentScript
{
    private readonly Lock _gate = new();
    private Queue<ScriptedAnswer>? _next;

    public void Add(ReadOnlySpan<ScriptedAnswer> answers)
    {
        lock (_gate)
        {
            _next ??= new Queue<ScriptedAnswer>();
            foreach (var answer in answers)
            {
                _next.Enqueue(answer);
            }
        }
    }

    /// <param name="order">The order.</param>
    /// <param name="nothingToDo">The agent is already as ordered.</param>
    /// <param name="behavior">How the agent fares.</param>
    /// <param name="kernelRelease">Kernel of its node.</param>
    /// <param name="dice">Its dice for loads.</param>
    public LoadPlan Plan(ModuleUpdate order, bool nothingToDo, AgentBehavior behavior, string kernelRelease, Dice dice)
    {
        if (Take() is { } answer)
        {
            return LoadPlan.Of(answer, behavior);
        }

        if (nothingToDo)
        {
            return LoadPlan.AtOnce;
        }

        if (order.Content.Crashes)
        {
            return LoadPlan.AtOnce with { Crashes = true };
        }

        var latency = behavior.Latency.Draw(dice);
        return new LoadPlan(latency, ErrorOf(order, behavior, kernelRelease, dice), latency >= behavior.ProgressAbove);
    }

    private static string? ErrorOf(ModuleUpdate order, AgentBehavior behavior, string kernelRelease, Dice dice)
    {
        if (!order.Deploy)
        {
            return null;
        }

        if (order.Content.Defect.Length > 0)
        {
            return order.Content.Defect;
        }

        if (behavior.AlwaysFails)
        {
            return ErrorTexts.Verifier(kernelRelease);
        }

        return dice.Chance(behavior.FailRate) ? ErrorTexts.Load(dice) : null;
    }

    private ScriptedAnswer? Take()
    {
        lock (_gate)
        {
            return _next is { Count: > 0 } ? _next.Dequeue() : null;
        }
    }
}
