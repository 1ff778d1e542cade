namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// All that decides what is shown of an instance, beside what is wanted of its module. Instances of the same facts are counted together.
/// </summary>
/// <param name="Online">Its agent is ONLINE.</param>
/// <param name="Cordoned">Its agent is cordoned.</param>
/// <param name="State">How far it is with what its agent should be told now.</param>
/// <param name="Final">It failed, and trying again cannot mend that.</param>
/// <param name="Told">Its agent was told what it should be told now, and has not answered.</param>
/// <param name="Known">What it surely runs: a revision, 0 = nothing, <see cref="Instance.UnknownRevision"/>.</param>
internal readonly record struct InstanceFacts(bool Online, bool Cordoned, InstanceState State, bool Final, bool Told, int Known)
{
    /// <summary>A module that an agent was never told of is as one that it was told to stop.</summary>
    public static InstanceFacts NeverTold(bool online, bool cordoned) => new(online, cordoned, InstanceState.Succeeded, false, false, 0);

    /// <summary>The same once there is a new generation that nobody was told of yet.</summary>
    public InstanceFacts Anew(int wanted) => this with
    {
        State = Known == (Cordoned ? 0 : wanted) ? InstanceState.Succeeded : InstanceState.Pending,
        Final = false,
        Told = false,
    };
}
