using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Kubernetes;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.Kubernetes.Processes;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Kubernetes;

/// <summary>How a follower treats a Kubernetes that does not do what it is asked.</summary>
internal sealed class ResourceInformerTests
{
    private const string Expired =
        """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}""" + "\n";

    /// <summary>Timers are as exact as that.</summary>
    private const double Millisecond = 0.001;

    private PauseClock _clock = null!;
    private CancellationTokenSource _stop = null!;
    private KubernetesHealth _health = null!;
    private ScriptedKubernetes? _kubernetes;

    private ScriptedKubernetes Kubernetes => _kubernetes!;

    [SetUp]
    public void SetUp()
    {
        _clock = new PauseClock();
        _stop = new CancellationTokenSource();
        _health = new KubernetesHealth(Options.Create(new KubernetesOptions()), _clock);
    }

    [TearDown]
    public void TearDown()
    {
        _stop.Dispose();
        _kubernetes?.Dispose();
    }

    [TestCase(HttpStatusCode.OK, Expired, Description = "as an event of the watch")]
    [TestCase(HttpStatusCode.Gone, "{}", Description = "as the answer to it")]
    public async Task Position_TooOldEachTime_IsListedWithGrowingPauses(HttpStatusCode status, string body)
    {
        var told = new List<KindReading>();
        _clock.Pausing = () => told.Add(_health.All.Single());
        var following = Follow(() => ScriptedKubernetes.Answer(body, status));

        double[] longest = [0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30];
        foreach (var most in longest)
        {
            Assert.That((await _clock.NextAsync()).TotalSeconds, Is.InRange((most * 0.8) - Millisecond, most));
        }

        await EndAsync(following);
        Assert.That(told[0].Synced, Is.True, "once is nothing to tell");
        Assert.That(told[1], Has.Property(nameof(KindReading.Synced)).False.And.Property(nameof(KindReading.Message)).Contains("410"));
    }

    [Test]
    public async Task Watch_ThatEndsAtOnce_IsOpenedAgainWithGrowingPauses()
    {
        var following = Follow(() => ScriptedKubernetes.Answer(""));

        double[] longest = [0.8, 1.6, 3.2, 6.4];
        foreach (var most in longest)
        {
            Assert.That((await _clock.NextAsync()).TotalSeconds, Is.InRange((most * 0.8) - Millisecond, most));
        }

        await EndAsync(following);
        Assert.That(Kubernetes.Lists, Is.EqualTo(1));
    }

    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task Kubernetes_AsksToBeLeftAlone_IsLeftAlone(HttpStatusCode status)
    {
        var following = Follow(() =>
        {
            var answer = ScriptedKubernetes.Answer("{}", status);
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(17));
            return answer;
        });

        Assert.That(await _clock.NextAsync(), Is.EqualTo(TimeSpan.FromSeconds(17)));
        Assert.That(await _clock.NextAsync(), Is.EqualTo(TimeSpan.FromSeconds(17)));
        await EndAsync(following);
        Assert.That(Kubernetes.Lists, Is.EqualTo(1), "the position is still good");
    }

    [Test]
    public async Task Watch_ThatOpensAndSaysNothing_IsFollowed()
    {
        var isDown = true;
        var following = Follow(() => Volatile.Read(ref isDown)
            ? throw new HttpRequestException("Connection refused")
            : new HttpResponseMessage { Content = new StreamContent(new NeverEndingStream()) });
        await Eventually.TrueAsync(
            () => _health.All.Single() is { Synced: false, Message: "Connection refused" }, "it is told that Kubernetes is away");

        Volatile.Write(ref isDown, false);

        await Eventually.TrueAsync(() => _health.All.Single() is { Synced: true, Message: "" }, "it is told that all is well");
        await EndAsync(following);
    }

    [Test]
    public void Kind_ThatWasNeverListed_IsToldOf()
    {
        _health.Expects(ResourceKind.Pods);
        _health.Expects(PodContainers.Pods);
        _health.Synced(ResourceKind.Pods, 3);

        Assert.That(
            _health.All.Select(kind => (kind.Name, kind.Synced, kind.Message)),
            Is.EqualTo([("pods", true, ""), ("pods (for agents)", false, "not listed yet")]));
    }

    private Task Follow(Func<HttpResponseMessage> watch)
    {
        _kubernetes = new ScriptedKubernetes(watch);
        var reader = new ResourceReader(Kubernetes.Client(), _clock);
        return new ResourceInformer(
            ResourceKind.Pods, reader, new NullHandler(), _health, TimeSpan.FromSeconds(15), _clock, NullLogger.Instance)
            .RunAsync(_stop.Token);
    }

    private async Task EndAsync(Task following)
    {
        await _stop.CancelAsync();
        await following.ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
