using k8s;
using k8s.Autorest;
using k8s.Models;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Kubernetes;

/// <summary>Reviews service account tokens with the Kubernetes API.</summary>
internal sealed class TokenReviewer(IKubernetes kubernetes, ServiceAccountKeys keys, ILogger<TokenReviewer> logger) : ITokenReviewer
{
    private const string NodeKey = "authentication.kubernetes.io/node-name";
    private const string PodKey = "authentication.kubernetes.io/pod-name";
    private const string PodUidKey = "authentication.kubernetes.io/pod-uid";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public Task<ClaimedToken?> ReadAsync(string token, CancellationToken cancellationToken) => keys.ReadAsync(token, cancellationToken);

    public async Task<ReviewedToken?> ReviewAsync(string token, string audience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            var review = new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token, Audiences = [audience] } };
            var status = (await kubernetes.AuthenticationV1.CreateTokenReviewAsync(review, cancellationToken: limit.Token)).Status;

            // An API server that does not know of audiences says yes and names none.
            return status is { Authenticated: true, User.Username: { } user } && status.Audiences?.Contains(audience) == true
                ? new ReviewedToken(user, await NodeOfAsync(status.User, limit.Token), Extra(status.User, PodUidKey))
                : null;
        }
        catch (Exception e)
            when (e is HttpRequestException or HttpOperationException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
        {
            logger.ReviewFailed(e);
            throw new UnavailableException(
                "KUBERNETES_UNREACHABLE",
                "Kubernetes does not say whose the token is; try again.",
                TimeSpan.FromSeconds(5 + (5 * Random.Shared.NextDouble())),
                e);
        }
    }

    /// <summary>Since 1.30 the token itself tells; before, its pod does.</summary>
    private async Task<string> NodeOfAsync(V1UserInfo user, CancellationToken cancellationToken)
    {
        if (Extra(user, NodeKey) is { Length: > 0 } node)
        {
            return node;
        }

        if (Extra(user, PodKey) is not { Length: > 0 } name || user.Username.Split(':') is not [_, _, var space, _])
        {
            return "";
        }

        try
        {
            var pod = await kubernetes.CoreV1.ReadNamespacedPodAsync(name, space, cancellationToken: cancellationToken);
            return pod.Metadata.Uid == Extra(user, PodUidKey) ? pod.Spec.NodeName ?? "" : "";
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return ""; // The pod is gone, and its token with it.
        }
    }

    private static string Extra(V1UserInfo user, string key) =>
        user.Extra is { } extra && extra.TryGetValue(key, out var values) && values is [var value] ? value : "";
}
