namespace Tricorder.ApiServer.Deployments;

/// <summary>What an instance is counted as: its state, what it surely runs, and whether its agent is cordoned.</summary>
internal readonly record struct CountedInstance(InstanceState State, int Known, bool Cordoned);
