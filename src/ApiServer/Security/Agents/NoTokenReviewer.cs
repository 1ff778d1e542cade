namespace Tricorder.ApiServer.Security.Agents;

/// <summary>Where Kubernetes is not configured, nothing is known of its tokens.</summary>
internal sealed class NoTokenReviewer : ITokenReviewer
{
    public Task<ClaimedToken?> ReadAsync(string token, CancellationToken cancellationToken) => Task.FromResult<ClaimedToken?>(null);

    public Task<ReviewedToken?> ReviewAsync(string token, string audience, CancellationToken cancellationToken) =>
        Task.FromResult<ReviewedToken?>(null);
}
