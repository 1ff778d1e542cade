namespace Tricorder.ApiServer.Agents;

/// <summary>The pod that this server runs in.</summary>
/// <param name="Uid">Empty: in none, or nobody knows.</param>
internal sealed record OwnPod(string Uid)
{
    public static readonly OwnPod Unknown = new("");

    /// <summary>A list that has it is of the cluster of this server.</summary>
    public bool IsIn(IReadOnlySet<string> podUids) => Uid.Length > 0 && podUids.Contains(Uid);
}
