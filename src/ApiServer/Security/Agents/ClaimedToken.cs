namespace Tricorder.ApiServer.Security.Agents;

/// <summary>What a service account's token says of itself, before Kubernetes is asked.</summary>
/// <param name="IsSigned">Kubernetes signed it; null = its keys are not known, so anybody may have written it.</param>
/// <param name="UserName">Such as <c>system:serviceaccount:tricorder:agent</c>.</param>
/// <param name="Audiences">What it was issued for.</param>
/// <param name="ExpireTime">When it ends.</param>
internal sealed record ClaimedToken(bool? IsSigned, string UserName, IReadOnlyList<string> Audiences, DateTimeOffset ExpireTime);
