namespace Tricorder.ApiServer.Deployments.State;

/// <summary>All modules on one agent, by state and by what is shown of them.</summary>
internal readonly record struct AgentCounts(InstanceCounts States, DisplayCounts Shown)
{
    public static AgentCounts Of(FleetAgent agent, FleetState board)
    {
        Span<int> states = stackalloc int[(int)InstanceState.Held + 1];
        Span<int> shown = stackalloc int[DisplayCounts.Length];
        var neverTold = board.Index.ShownModules - agent.ShownInstances;
        foreach (var instance in agent.Instances.Values)
        {
            states[(int)instance.State]++;
            shown[(int)instance.Shown!.Value]++;
        }

        states[(int)InstanceState.Succeeded] += neverTold;
        shown[(int)DisplayRule.Of(InstanceFacts.NeverTold(agent.IsOnline, agent.IsCordoned), 0)] += neverTold;
        return new AgentCounts(
            agent.IsOnline
                ? new InstanceCounts(
                    states[(int)InstanceState.Pending], states[(int)InstanceState.InProgress], states[(int)InstanceState.Succeeded],
                    states[(int)InstanceState.Failed], states[(int)InstanceState.Held], 0)
                : new InstanceCounts(0, 0, 0, 0, 0, agent.Instances.Count + neverTold),
            DisplayCounts.Of(shown));
    }
}
