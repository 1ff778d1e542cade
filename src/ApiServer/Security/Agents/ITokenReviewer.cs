namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Asks Kubernetes whose a service account's token is.</summary>
internal interface ITokenReviewer
{
    /// <summary>Looks at the token itself and its signature, which costs no call to Kubernetes.</summary>
    /// <returns>Null when it is no token of a service account.</returns>
    Task<ClaimedToken?> ReadAsync(string token, CancellationToken cancellationToken);

    /// <param name="token">As the agent sent it.</param>
    /// <param name="audience">What it must have been issued for.</param>
    /// <returns>Null when Kubernetes says that it is not valid.</returns>
    /// <exception cref="Errors.UnavailableException">Kubernetes does not answer.</exception>
    Task<ReviewedToken?> ReviewAsync(string token, string audience, CancellationToken cancellationToken);
}

/// <summary>What a service account's token says of itself, before Kubernetes is asked.</summary>
/// <param name="IsSigned">Kubernetes signed it; null = its keys are not known, so anybody may have written it.</param>
/// <param name="UserName">Such as <c>system:serviceaccount:tricorder:agent</c>.</param>
/// <param name="Audiences">What it was issued for.</param>
/// <param name="ExpireTime">When it ends.</param>
internal sealed record ClaimedToken(bool? IsSigned, string UserName, IReadOnlyList<string> Audiences, DateTimeOffset ExpireTime);

/// <summary>What Kubernetes says of a service account's token.</summary>
/// <param name="UserName">Such as <c>system:serviceaccount:tricorder:agent</c>.</param>
/// <param name="NodeName">The node of the pod that the token was made for; empty = it is bound to no pod.</param>
/// <param name="PodUid">That pod; empty = it is bound to none.</param>
internal sealed record ReviewedToken(string UserName, string NodeName, string PodUid);

/// <summary>Where Kubernetes is not configured, nothing is known of its tokens.</summary>
internal sealed class NoTokenReviewer : ITokenReviewer
{
    public Task<ClaimedToken?> ReadAsync(string token, CancellationToken cancellationToken) => Task.FromResult<ClaimedToken?>(null);

    public Task<ReviewedToken?> ReviewAsync(string token, string audience, CancellationToken cancellationToken) =>
        Task.FromResult<ReviewedToken?>(null);
}
