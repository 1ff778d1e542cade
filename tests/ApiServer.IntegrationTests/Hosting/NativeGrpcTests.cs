using System.IO.Compression;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

public sealed class NativeGrpcTests
{
    private const int MiB = 1024 * 1024;

    private PipelineHost _host = null!;
    private ModuleService.ModuleServiceClient _modules = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _host = await PipelineHost.StartAsync();
        _modules = new ModuleService.ModuleServiceClient(_host.Native());
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _host.DisposeAsync();

    [Test]
    public void Unary_DomainException_CarriesDetails()
    {
        _host.Modules.Get = (_, _) => throw new UnavailableException("STORE_FULL", "The disk is full.", TimeSpan.FromSeconds(5));

        var failure = Assert.ThrowsAsync<RpcException>(async () => await _modules.GetModuleAsync(new GetModuleRequest()));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
        Assert.That(failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("STORE_FULL"));
        Assert.That(failure.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.Seconds, Is.EqualTo(5));
    }

    [Test]
    public void Unary_ManyLongViolations_ReachTheClient()
    {
        var violations = Enumerable.Range(0, 500)
            .Select(i => new FieldViolation($"output_schema.fields[{i}].name", "must not be 'ünïcode'"))
            .ToArray();
        _host.Modules.Get = (_, _) => throw new InvalidArgumentException(violations);

        var failure = Assert.ThrowsAsync<RpcException>(async () => await _modules.GetModuleAsync(new GetModuleRequest()));

        var listed = failure!.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations;
        Assert.That(listed[0].Field, Is.EqualTo("output_schema.fields[0].name"));
        Assert.That(listed[^1].Description, Is.EqualTo($"and {500 - listed.Count + 1} more"));
    }

    [Test]
    public void Unary_UnknownException_IsInternalWithCorrelationId()
    {
        _host.Modules.Get = (_, _) => throw new InvalidOperationException("password=hunter2");

        var failure = Assert.ThrowsAsync<RpcException>(async () => await _modules.GetModuleAsync(new GetModuleRequest()));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.Internal));
        Assert.That(failure.Status.Detail, Does.Not.Contain("hunter2"));
        var id = failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["correlation_id"];
        Assert.That(_host.Log.Entries.Any(entry => entry.Text.Contains(id, StringComparison.Ordinal)), Is.True);
    }

    [Test]
    public async Task Unary_MessageOfEightMebibytes_IsAccepted()
    {
        var answer = await _modules.CreateModuleAsync(Create((8 * MiB) - 100));

        Assert.That(answer.Module.Wasm.Binary, Has.Length.EqualTo((8 * MiB) - 100));
    }

    [TestCase(9)]
    [TestCase(20)]
    public void Unary_MessageTooLarge_IsResourceExhausted(int mebibytes)
    {
        var failure = Assert.ThrowsAsync<RpcException>(async () => await _modules.CreateModuleAsync(Create(mebibytes * MiB)));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.ResourceExhausted), failure.Status.Detail);
    }

    [Test]
    public async Task Unary_SmallMessageThatInflatesToAGigabyte_IsRefusedBeforeItDoes()
    {
        using var channel = GrpcChannel.ForAddress(
            _host.Addresses.Grpc, new GrpcChannelOptions { CompressionProviders = [new AlreadyCompressed()] });
        var gzip = new CallOptions(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        var bomb = Inflating(gigabytes: 1);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var createModule = RawBytes(MethodType.Unary, "ModuleService", "CreateModule");
        var call = channel.CreateCallInvoker().AsyncUnaryCall(createModule, null, gzip, bomb);

        Assert.That(await CodeOf(call.ResponseAsync), Is.EqualTo(StatusCode.ResourceExhausted));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(100 * MiB));
    }

    [Test]
    public async Task Unary_BytesThatAreNoMessage_EndThatCallAlone()
    {
        var garbage = RawBytes(MethodType.Unary, "ModuleService", "CreateModule");

        var call = _host.Native().CreateCallInvoker().AsyncUnaryCall(garbage, null, new CallOptions(), [0xFF, 0xFF, 0xFF]);

        Assert.That(await CodeOf(call.ResponseAsync), Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(await CodeOf(_modules.CreateModuleAsync(Create(1)).ResponseAsync), Is.EqualTo(StatusCode.OK));
    }

    [Test]
    public async Task Duplex_BytesThatAreNoMessage_AreInvalidArgument()
    {
        var garbage = RawBytes(MethodType.DuplexStreaming, "AgentService", "Connect");
        using var call = _host.Native().CreateCallInvoker().AsyncDuplexStreamingCall(garbage, null, new CallOptions());
        await call.RequestStream.WriteAsync([0xFF, 0xFF, 0xFF]);

        var failure = Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext(CancellationToken.None));

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument), failure.Status.Detail);
        Assert.That(failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("MALFORMED_MESSAGE"));
    }

    [Test]
    public async Task Unary_CallerCancels_IsNotAnError()
    {
        var entered = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        _host.Modules.Get = async (_, context) =>
        {
            entered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }
            finally
            {
                left.SetResult();
            }

            return new GetModuleResponse();
        };
        using var cancellation = new CancellationTokenSource();
        var call = _modules.GetModuleAsync(new GetModuleRequest { ModuleId = "cancelled" }, cancellationToken: cancellation.Token);
        await entered.Task;
        var before = _host.Log.Entries.Count;

        await cancellation.CancelAsync();

        Assert.That(await CodeOf(call.ResponseAsync), Is.EqualTo(StatusCode.Cancelled));
        await left.Task;
        Assert.That(_host.Log.Entries, Has.Count.EqualTo(before));
    }

    [Test]
    public async Task Unary_UnknownService_IsUnimplemented()
    {
        var unknown = RawBytes(MethodType.Unary, "NoSuchService", "Method");

        var call = _host.Native().CreateCallInvoker().AsyncUnaryCall(unknown, null, new CallOptions(), []);

        Assert.That(await CodeOf(call.ResponseAsync), Is.EqualTo(StatusCode.Unimplemented));
    }

    [Test]
    public async Task Rest_OnGrpcPort_IsRefused([Values("/v1/modules", "/healthz", "/metrics", "/")] string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, _host.Addresses.Grpc + path)
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(System.Net.HttpStatusCode.NotFound));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("Endpoints:Web"));
    }

    private static CreateModuleRequest Create(int bytes) =>
        new() { Module = new Module { Wasm = new WasmProgram { Binary = UnsafeByteOperations.UnsafeWrap(new byte[bytes]) } } };

    private static async Task<StatusCode> CodeOf<T>(Task<T> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static Method<byte[], byte[]> RawBytes(MethodType type, string service, string method)
    {
        var asIs = Marshallers.Create(bytes => bytes, bytes => bytes);
        return new Method<byte[], byte[]>(type, "tricorder.apiserver.v1." + service, method, asIs, asIs);
    }

    private static byte[] Inflating(int gigabytes)
    {
        using var small = new MemoryStream();
        using (var gzip = new GZipStream(small, CompressionLevel.Fastest))
        {
            var zeros = new byte[MiB];
            for (var i = 0; i < gigabytes * 1024; i++)
            {
                gzip.Write(zeros);
            }
        }

        return small.ToArray();
    }

    private sealed class AlreadyCompressed : ICompressionProvider
    {
        public string EncodingName => "gzip";

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => stream;

        public Stream CreateDecompressionStream(Stream stream) => new GZipStream(stream, CompressionMode.Decompress);
    }
}
