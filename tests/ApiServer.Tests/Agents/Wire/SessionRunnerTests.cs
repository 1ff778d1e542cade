using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Wire;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Agents.Wire;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SessionRunnerTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Unread _messages = new();

    [Test]
    public async Task RunAsync_NoHelloInTime_EndsTheRead()
    {
        using var drain = Drain();
        var run = RunAsync(drain, CancellationToken.None);

        _clock.Advance(new AgentOptions().HelloTimeout);

        Assert.That(Assert.ThrowsAsync<InvalidArgumentException>(() => run)!.Reason, Is.EqualTo("HELLO_TIMEOUT"));
        Assert.That((await _messages.Token).IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task RunAsync_CallerGoneBeforeTheHello_EndsTheRead()
    {
        using var drain = Drain();
        using var gone = new CancellationTokenSource();
        var run = RunAsync(drain, gone.Token);

        await gone.CancelAsync();

        Assert.That(() => run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await _messages.Token).IsCancellationRequested, Is.True);
    }

    private AgentDrain Drain() => new(null!, Options.Create(new AgentOptions()), _clock, NullLogger<AgentDrain>.Instance);

    /// <summary>Never gets as far as what needs the rest.</summary>
    private Task RunAsync(AgentDrain drain, CancellationToken cancellationToken) =>
        new SessionRunner(null!, drain, null!, Options.Create(new AgentOptions()), _clock, NullLogger<SessionRunner>.Instance)
            .RunAsync(
                _messages, _ => throw new AssertionException("there is no hello"),
                null!, null, (_, _) => null, Caller.Local, cancellationToken);

    /// <summary>Its message does not come.</summary>
    private sealed class Unread : IAsyncStreamReader<AgentMessage>
    {
        private readonly TaskCompletionSource<CancellationToken> _token = new();

        public AgentMessage Current => throw new InvalidOperationException();

        public Task<CancellationToken> Token => _token.Task;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            _token.SetResult(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return false;
        }
    }
}
