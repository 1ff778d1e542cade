using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Errors;

public sealed class ErrorInterceptorTests
{
    [Test]
    public void Unary_RpcException_PassesUnchanged()
    {
        var thrown = new RpcException(new Grpc.Core.Status(StatusCode.DataLoss, "as it is"));

        Assert.That(Fail(thrown), Is.SameAs(thrown));
    }

    [Test]
    public void Unary_CancelledByCaller_IsCancelled()
    {
        var failure = Fail(new OperationCanceledException(), cancelled: true);

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.Cancelled));
    }

    [Test]
    public void Unary_SocketGoneWithCaller_IsCancelled() =>
        Assert.That(Fail(new IOException("reset"), cancelled: true).StatusCode, Is.EqualTo(StatusCode.Cancelled));

    [Test]
    public void Unary_DefectWhileCancelled_IsStillInternal()
    {
        var failure = Fail(new InvalidOperationException("Sequence contains no elements"), cancelled: true);

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.Internal));
    }

    [Test]
    public void Unary_CancelledByShutdown_IsUnavailable()
    {
        var failure = Fail(new OperationCanceledException(), stopping: true);

        Assert.That(failure.StatusCode, Is.EqualTo(StatusCode.Unavailable));
        Assert.That(failure.GetRpcStatus()!.GetDetail<RetryInfo>(), Is.Not.Null);
    }

    [Test]
    public void Unary_CancelledByNobody_IsInternal()
    {
        var timeoutOfOurOwn = new OperationCanceledException();

        Assert.That(Fail(timeoutOfOurOwn).StatusCode, Is.EqualTo(StatusCode.Internal));
    }

    [Test]
    public void Unary_DomainExceptionWhileCancelled_IsTold() =>
        Assert.That(Fail(new NotFoundException("module", "m"), cancelled: true).StatusCode, Is.EqualTo(StatusCode.NotFound));

    private static RpcException Fail(Exception thrown, bool cancelled = false, bool stopping = false)
    {
        var interceptor = new ErrorInterceptor(NullLogger<ErrorInterceptor>.Instance, new Lifetime(stopping));
        return Assert.ThrowsAsync<RpcException>(() => interceptor.UnaryServerHandler<string, string>(
            "", new Call(new CancellationToken(cancelled)), (_, _) => throw thrown))!;
    }

    private sealed class Lifetime(bool stopping) : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => new(true);

        public CancellationToken ApplicationStopping => new(stopping);

        public CancellationToken ApplicationStopped => default;

        public void StopApplication()
        {
        }
    }

    private sealed class Call : ServerCallContext
    {
        public Call(CancellationToken cancellationToken)
        {
            CancellationTokenCore = cancellationToken;
            UserState["__HttpContext"] = new DefaultHttpContext();
        }

        protected override string MethodCore => "/service/method";

        protected override string HostCore => "";

        protected override string PeerCore => "";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore { get; } = [];

        protected override CancellationToken CancellationTokenCore { get; }

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Grpc.Core.Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new("", []);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException();

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => Task.CompletedTask;
    }
}
