namespace Tricorder.ApiServer.Security.Agents;

/// <summary>What Kubernetes says of a service account's token.</summary>
/// <param name="UserName">Such as <c>system:serviceaccount:tricorder:agent</c>.</param>
/// <param name="NodeName">The node of the pod that the token was made for; empty = it is bound to no pod.</param>
/// <param name="PodUid">That pod; empty = it is bound to none.</param>
internal sealed record ReviewedToken(string UserName, string NodeName, string PodUid);
