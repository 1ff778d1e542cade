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
