using System.Security.Cryptography;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Agents that prove who they are with a token of their Kubernetes service account.</summary>
public sealed class ServiceAccountTests
{
    private const string Account = "tricorder/agent";

    private KubernetesApi _kubernetes = null!;
    private SecuredServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _kubernetes = await KubernetesApi.StartAsync();
        _server = await SecuredServer.StartAsync(_kubernetes.ServerSettings);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    [TestCase(true)]
    [TestCase(false, Description = "Kubernetes before 1.30")]
    public async Task Token_OfTheAgentsPod_IsWelcomeOnItsNodeAndInItsPodOnly(bool tellsNodes)
    {
        _kubernetes.TellsNodes = tellsNodes;
        var token = _kubernetes.Issue(Account, "agent-x", "worker-1");

        Assert.That(await HelloAsync(token, "worker-1", KubernetesApi.UidOf("agent-x")), Is.EqualTo((StatusCode.OK, "")));
        Assert.That(
            await HelloAsync(token, "worker-2", KubernetesApi.UidOf("agent-x")),
            Is.EqualTo((StatusCode.PermissionDenied, "NODE_MISMATCH")));
        Assert.That(await HelloAsync(token, "worker-1", "another"), Is.EqualTo((StatusCode.PermissionDenied, "POD_MISMATCH")));
    }

    [Test]
    public async Task Token_OfAnotherAccount_IsDenied() => Assert.That(
        await HelloAsync(_kubernetes.Issue("default/default", "web", "worker-1"), "worker-1", KubernetesApi.UidOf("web")),
        Is.EqualTo((StatusCode.PermissionDenied, "WRONG_SERVICE_ACCOUNT")));

    [Test]
    public async Task Token_ForAnotherAudience_IsRefused() => Assert.That(
        await HelloAsync(
            _kubernetes.Issue(Account, "agent-x", "worker-1", "https://kubernetes.default.svc"),
            "worker-1",
            KubernetesApi.UidOf("agent-x")),
        Is.EqualTo((StatusCode.Unauthenticated, "SERVICE_ACCOUNT_TOKEN_NOT_VALID")));

    [Test]
    public async Task Token_BoundToNoPod_IsDenied() => Assert.That(
        await HelloAsync(_kubernetes.Issue(Account, null, ""), "worker-1", ""),
        Is.EqualTo((StatusCode.PermissionDenied, "TOKEN_NOT_BOUND")));

    [Test]
    public async Task Token_OfADeletedPod_IsRefused()
    {
        var token = _kubernetes.Issue(Account, "gone", "worker-1");
        _kubernetes.DeletePod("gone");

        Assert.That(
            await HelloAsync(token, "worker-1", KubernetesApi.UidOf("gone")),
            Is.EqualTo((StatusCode.Unauthenticated, "SERVICE_ACCOUNT_TOKEN_NOT_VALID")));
    }

    [Test]
    public async Task Token_OfAPodThatIsDeletedNow_EndsWithIt()
    {
        var token = _kubernetes.Issue(Account, "agent-x", "worker-1");
        var uid = KubernetesApi.UidOf("agent-x");
        await Eventually.TrueAsync(() => _kubernetes.Objects.Watches > 0, "pods are followed");
        _kubernetes.Objects.Put("api/v1/pods", "agent-x", uid);
        Assert.That(await HelloAsync(token, "worker-1", uid), Is.EqualTo((StatusCode.OK, "")));

        // Kubernetes itself remembers a review for some seconds: it goes on to say yes here.
        _kubernetes.Objects.Delete("api/v1/pods", uid);

        await Eventually.ResultAsync(
            () => HelloAsync(token, "worker-1", uid),
            answer => answer == (StatusCode.Unauthenticated, "SERVICE_ACCOUNT_TOKEN_NOT_VALID"),
            "it is refused");
    }

    [Test]
    public async Task Kubernetes_Down_IsSaidAndThoseKnownComeBack()
    {
        var known = _kubernetes.Issue(Account, "known", "worker-1");
        var unknown = _kubernetes.Issue(Account, "unknown", "worker-2");
        await HelloAsync(known, "worker-1", KubernetesApi.UidOf("known"));
        var reviews = _kubernetes.Reviews;
        _kubernetes.IsDown = true;

        Assert.That(await HelloAsync(known, "worker-1", KubernetesApi.UidOf("known")), Is.EqualTo((StatusCode.OK, "")));
        Assert.That(
            await HelloAsync(unknown, "worker-2", KubernetesApi.UidOf("unknown")),
            Is.EqualTo((StatusCode.Unavailable, "KUBERNETES_UNREACHABLE")));
        Assert.That(_kubernetes.Reviews, Is.EqualTo(reviews), "not asked again about the one that is known");
    }

    [Test]
    public async Task Server_WithoutTheRightToReview_IsToldInTheStatusTheLogAndTheAnswerUntilItHasIt()
    {
        var token = _kubernetes.Issue(Account, "agent-x", "worker-1");
        _kubernetes.MayReview = false;

        Assert.That(
            await HelloAsync(token, "worker-1", KubernetesApi.UidOf("agent-x")),
            Is.EqualTo((StatusCode.Unavailable, "KUBERNETES_FORBIDDEN")));
        await HelloAsync(token, "worker-1", KubernetesApi.UidOf("agent-x"));

        const string right = "create tokenreviews.authentication.k8s.io";
        var status = await KubernetesStatusAsync();
        Assert.That(status.Message, Does.Contain(right));
        Assert.That(status.State, Is.Not.EqualTo(ComponentState.Ok));
        var warned = _server.Process.Log.Error.Where(line => line.Contains(" warn: ", StringComparison.Ordinal));
        Assert.That(warned, Has.Exactly(1).Contains(right));

        _kubernetes.MayReview = true;
        Assert.That(await HelloAsync(token, "worker-1", KubernetesApi.UidOf("agent-x")), Is.EqualTo((StatusCode.OK, "")));
        Assert.That((await KubernetesStatusAsync()).Message, Does.Not.Contain(right));
    }

    [Test]
    public void Token_OfAnAgent_IsNobodyToThePublicApi()
    {
        var token = _kubernetes.Issue(Account, "agent-x", "worker-1");

        var failure = Assert.ThrowsAsync<RpcException>(
            async () => await new ModuleService.ModuleServiceClient(_server.Native(token)).ListModulesAsync(new ListModulesRequest()))!;

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.Unauthenticated));
    }

    [Test]
    public async Task Flood_OfTokensThatKubernetesDidNotSign_CostsNoReviewAndIsInNobodysWay()
    {
        using var key = RSA.Create(2048);
        var good = _kubernetes.Issue(Account, "agent-x", "worker-1");
        string[] garbage = ["garbage", "a.b.c", .. Enumerable.Range(0, 8).Select(_ => KubernetesApi.MakeUp(Account, key))];

        var refused = await Task.WhenAll(
            Enumerable.Range(0, 60).Select(i => HelloAsync(garbage[i % garbage.Length], "worker-1", KubernetesApi.UidOf("agent-x"))));

        Assert.That(refused.Select(one => one.Code), Has.All.EqualTo(StatusCode.Unauthenticated).Or.EqualTo(StatusCode.ResourceExhausted));
        Assert.That(
            refused.Count(one => one.Code == StatusCode.ResourceExhausted), Is.GreaterThan(0), "limited by address, once it failed");
        Assert.That(_kubernetes.Reviews, Is.Zero);
        Assert.That(
            await HelloAsync(good, "worker-1", KubernetesApi.UidOf("agent-x")), Is.EqualTo((StatusCode.OK, "")), "from the same address");
    }

    [Test]
    public async Task Token_RefusedByKubernetes_IsNotAskedAboutAgainAtOnce()
    {
        var token = _kubernetes.Issue(Account, "gone", "worker-1");
        _kubernetes.DeletePod("gone");

        for (var i = 0; i < 5; i++)
        {
            await HelloAsync(token, "worker-1", KubernetesApi.UidOf("gone"));
        }

        Assert.That(_kubernetes.Reviews, Is.EqualTo(1));
    }

    [Test]
    public async Task Kubernetes_ThatTellsNoKeys_IsAskedAboutEachToken()
    {
        _kubernetes.TellsKeys = false;
        using var key = RSA.Create(2048);

        Assert.That(
            await HelloAsync(KubernetesApi.MakeUp(Account, key), "worker-1", "any"),
            Is.EqualTo((StatusCode.Unauthenticated, "SERVICE_ACCOUNT_TOKEN_NOT_VALID")));
        Assert.That(
            await HelloAsync(_kubernetes.Issue(Account, "agent-x", "worker-1"), "worker-1", KubernetesApi.UidOf("agent-x")),
            Is.EqualTo((StatusCode.OK, "")));
        Assert.That(_kubernetes.Reviews, Is.EqualTo(2));
    }

    private async Task<ComponentStatus> KubernetesStatusAsync() =>
        (await new StatusService.StatusServiceClient(_server.Native(_server.AdminToken)).GetServerStatusAsync(new GetServerStatusRequest()))
        .Components.Single(component => component.Name == "kubernetes");

    private async Task<(StatusCode Code, string Reason)> HelloAsync(string token, string node, string podUid)
    {
        using var call = new AgentService.AgentServiceClient(_server.Native(token)).Connect();
        try
        {
            await call.RequestStream.WriteAsync(
                new AgentMessage { Hello = new Hello { AgentId = Guid.NewGuid().ToString(), NodeName = node, PodUid = podUid } });
            await call.ResponseStream.MoveNext(CancellationToken.None);
            return (StatusCode.OK, "");
        }
        catch (RpcException e)
        {
            return (e.StatusCode, e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? e.Status.Detail);
        }
    }
}
