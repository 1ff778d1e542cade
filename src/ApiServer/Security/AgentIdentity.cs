namespace Tricorder.ApiServer.Security;

/// <summary>What an agent has proven about itself. An empty node or pod was not proven, so any is believed.</summary>
/// <param name="Kind">How: <c>certificate</c>, <c>service-account</c>, <c>join-token</c>, <c>legacy</c>; empty = nobody asked.</param>
/// <param name="Subject">Who, by that kind: the node, or the token's id.</param>
internal sealed record AgentIdentity(string Kind, string Subject)
{
    public static readonly AgentIdentity Unproven = new("", "");

    public string NodeName { get; init; } = "";

    public string PodUid { get; init; } = "";

    /// <summary>The join token, which may be bound to a number of nodes.</summary>
    public string TokenId { get; init; } = "";

    /// <summary>As it is stored with the agent: an agent's id belongs to the identity that brought it.</summary>
    public override string ToString() => Kind.Length == 0 ? "" : $"{Kind}:{Subject}";
}
