using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Agents;

namespace Tricorder.ApiServer.Tests.Security.Agents;

/// <summary>A token ends with its pod, whatever is remembered of it, here or in Kubernetes.</summary>
internal sealed class ServiceAccountsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly BelievingReviewer _reviewer = new();
    private ServiceAccounts _accounts = null!;

    [SetUp]
    public void SetUp()
    {
        (_reviewer.Reviews, _reviewer.Asked) = (0, () => { });
        _accounts = new ServiceAccounts(
            _reviewer, Options.Create(new AgentIdentityOptions { AgentServiceAccount = "tricorder/agent" }), _clock);
    }

    [TearDown]
    public void TearDown() => _accounts.Dispose();

    public void Dispose() => _accounts.Dispose();

    [Test]
    public async Task Pod_Deleted_ItsTokenIsRefusedAtOnce_AndOthersAreNot()
    {
        await AskAsync("pod-1");
        await AskAsync("pod-2");

        _accounts.PodsAreGone(["pod-1"]);

        Assert.That(
            Assert.ThrowsAsync<UnauthenticatedException>(() => AskAsync("pod-1"))!.Reason, Is.EqualTo("SERVICE_ACCOUNT_TOKEN_NOT_VALID"));
        await AskAsync("pod-2");
        Assert.That(_reviewer.Reviews, Is.EqualTo(3), "Kubernetes, which still says yes, is asked about the first one only");
    }

    [Test]
    public async Task Pod_DeletedWhileItsTokenIsReviewed_IsRefused()
    {
        _reviewer.Asked = () => _accounts.PodsAreGone(["pod-1"]);

        Assert.ThrowsAsync<UnauthenticatedException>(() => AskAsync("pod-1"));

        await AskAsync("pod-2");
    }

    [Test]
    public async Task Pod_DeletedByMistake_IsBelievedAgainWhenItIsTold_AndInAnyCaseAfterAWhile()
    {
        _accounts.PodsAreGone(["pod-1", "pod-2"]);
        Assert.ThrowsAsync<UnauthenticatedException>(() => AskAsync("pod-1"));

        _accounts.PodsAreThere(["pod-1"]);

        await AskAsync("pod-1");
        Assert.ThrowsAsync<UnauthenticatedException>(() => AskAsync("pod-2"));
        _clock.Advance(TimeSpan.FromMinutes(3));
        await AskAsync("pod-2");
    }

    [Test]
    public async Task List_OfAllPods_OthersAreAskedAboutAgain()
    {
        await AskAsync("pod-1");
        await AskAsync("pod-2");

        _accounts.AskAgainExcept(new HashSet<string> { "pod-1" });
        await AskAsync("pod-1");
        await AskAsync("pod-2");

        Assert.That(_reviewer.Reviews, Is.EqualTo(3));
    }

    private Task<Caller> AskAsync(string pod) => _accounts.AuthenticateAsync(pod, CancellationToken.None);

    /// <summary>Says yes to everything; the token is the pod's uid.</summary>
    internal sealed class BelievingReviewer : ITokenReviewer
    {
        private readonly DateTimeOffset _expiry = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public int Reviews { get; set; }

        public Action Asked { get; set; } = () => { };

        public Task<ClaimedToken?> ReadAsync(string token, CancellationToken cancellationToken) => Task.FromResult<ClaimedToken?>(
            new ClaimedToken(true, "system:serviceaccount:tricorder:agent", [new AgentIdentityOptions().AgentAudience], _expiry));

        public Task<ReviewedToken?> ReviewAsync(string token, string audience, CancellationToken cancellationToken)
        {
            Reviews++;
            Asked();
            return Task.FromResult<ReviewedToken?>(new ReviewedToken("system:serviceaccount:tricorder:agent", "node", token));
        }
    }
}
