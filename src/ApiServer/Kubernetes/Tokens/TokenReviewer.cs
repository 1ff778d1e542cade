using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Kubernetes.Tokens;

/// <summary>Reviews service account tokens with the Kubernetes API.</summary>
internal sealed class TokenReviewer(
    IKubernetes kubernetes, ServiceAccountKeys keys, KubernetesHealth health, ILogger<TokenReviewer> logger) : ITokenReviewer
{
    private const string ReviewRight = "create tokenreviews.authentication.k8s.io";
    private const string PodRight = "get pods";
    private const string Unreachable = "KUBERNETES_UNREACHABLE";

    private const string NodeKey = "authentication.kubernetes.io/node-name";
    private const string PodKey = "authentication.kubernetes.io/pod-name";
    private const string PodUidKey = "authentication.kubernetes.io/pod-uid";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Outage _outage = new(logger, "Reviewing the tokens of agents");

    public Task<ClaimedToken?> ReadAsync(string token, CancellationToken cancellationToken) => keys.ReadAsync(token, cancellationToken);

    public async Task<ReviewedToken?> ReviewAsync(string token, string audience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        var right = ReviewRight;
        try
        {
            var review = new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token, Audiences = [audience] } };
            var status = (await kubernetes.AuthenticationV1.CreateTokenReviewAsync(review, cancellationToken: limit.Token)).Status;

            // An API server that does not know of audiences says yes and names none.
            right = PodRight;
            var reviewed = status is { Authenticated: true, User.Username: { } user } && status.Audiences?.Contains(audience) == true
                ? new ReviewedToken(user, await NodeOfAsync(status.User, limit.Token), Extra(status.User, PodUidKey))
                : null;
            _outage.Over();
            health.ReviewsTokens();
            return reviewed;
        }
        catch (Exception e)
            when (e is HttpRequestException or HttpOperationException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested)
        {
            var failure = Explain(e, right);
            _outage.Failed(failure.Reason == Unreachable ? e : failure);
            health.ReviewsNoTokens(failure.Message);
            throw failure;
        }
    }

    private static UnavailableException Explain(Exception failure, string right)
    {
        var (reason, message) = (failure as HttpOperationException)?.Response?.StatusCode switch
        {
            HttpStatusCode.Forbidden => (
                "KUBERNETES_FORBIDDEN",
                $"Kubernetes does not let this server review the tokens of agents: its role needs the right to {right}."),
            HttpStatusCode.Unauthorized => (
                "KUBERNETES_UNAUTHORIZED", "Kubernetes does not accept this server's own credentials, so it reviews no tokens of agents."),
            { } status => (Unreachable, $"Kubernetes does not say whose the token is ({(int)status}); try again."),
            _ => (Unreachable, "Kubernetes does not say whose the token is; try again."),
        };
        return new UnavailableException(reason, message, TimeSpan.FromSeconds(5 + (5 * Random.Shared.NextDouble())), failure);
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
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return ""; // The pod is gone, and its token with it.
        }
    }

    private static string Extra(V1UserInfo user, string key) =>
        user.Extra is { } extra && extra.TryGetValue(key, out var values) && values is [var value] ? value : "";
}
