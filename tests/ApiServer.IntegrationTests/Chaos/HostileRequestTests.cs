using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>
/// Requests made to become far more in memory than they are on the wire: what they cost the server, and that it answers others meanwhile.
/// </summary>
[NonParallelizable] // It measures memory and latencies.
public sealed class HostileRequestTests
{
    private const int KiB = 1024;
    private const int MiB = 1024 * 1024;

    /// <summary>Of all requests in work together.</summary>
    private const int MaxExtraMebibytes = 512;

    /// <summary>How long `/healthz` takes, on top of what it takes from an idle server on this machine in the same moment.</summary>
    private static readonly TimeSpan MaxOfHealth = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Each with a new server. Where others take its processors, the pauses of its collector last longer, and the idle server has none.
    /// What is wrong in the server is so each time.
    /// </summary>
    private const int Attempts = 3;

    /// <summary>Of memory no attempt may take too much.</summary>
    private readonly Dictionary<string, int> _max = [];

    private ServerProcess _idle = null!;
    private ServerProcess _server = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartIdleAsync() => _idle = await ServerProcess.StartAsync();

    [OneTimeTearDown]
    public async Task StopIdleAsync() => await _idle.DisposeAsync();

    [SetUp]
    public async Task StartAsync()
    {
        _server = await ServerProcess.StartAsync(ManyAuthors.Setting);
        _http = new HttpClient(ManyAuthors.Handler()) { BaseAddress = new Uri(_server.Web) };
    }

    [TearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    [Retry(Attempts)]
    public async Task Watch_MillionsOfSubscriptions_CostNothing()
    {
        var attack = Repeat([0x0A, 0x00], 4_100_000);

        var ends = await MeasureAsync(64, () => Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RawCall.WatchAsync(_server.Grpc, attack))));

        Assert.That(
            ends.Select(end => (end.StatusCode, end.Reason())), Is.All.EqualTo((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE")));
    }

    [Test]
    public async Task Watch_AsManySubscriptionsAsFit_NamesTheBound()
    {
        var end = await RawCall.WatchAsync(_server.Grpc, Repeat([0x0A, 0x00], 32 * KiB));

        Assert.That((end.StatusCode, end.Reason()), Is.EqualTo((StatusCode.InvalidArgument, "TOO_MANY_ITEMS")));
        Assert.That(end.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field, Is.EqualTo("subscriptions"));
    }

    [Test]
    [Retry(Attempts)]
    public async Task Watch_SmallMessageThatInflates_IsHeldToTheLimitOfTheMethod()
    {
        // Compressed by the client: 8 KiB on the wire.
        var ends = await MeasureAsync(
            64, () => Task.WhenAll(
                Enumerable.Range(0, 6).Select(_ => RawCall.WatchAsync(_server.Grpc, Repeat([0x0A, 0x00], 4_000_000), isGzip: true))));

        Assert.That(ends.Select(end => end.StatusCode), Is.All.EqualTo(StatusCode.ResourceExhausted));
        var counted = await RawCall.WatchAsync(_server.Grpc, Repeat([0x0A, 0x00], 1000), isGzip: true);
        Assert.That(counted.Reason(), Is.EqualTo("TOO_MANY_ITEMS"), counted.ToString());
    }

    [Test]
    [Retry(Attempts)]
    public async Task Validate_MillionsOfColumnsByGrpc_CostLittle()
    {
        // Column after column of nothing, in output_schema of module.
        var columns = Repeat([0x12, 0x00], (8 * MiB / 2) - 16);
        var attack = Nested(1, Nested(7, columns));

        var ends = await MeasureAsync(MaxExtraMebibytes, () => Task.WhenAll(Enumerable.Range(0, 12).Select(
            _ => RawCall.UnaryAsync(_server.Grpc, "ModuleService", "ValidateModule", attack))));

        Assert.That(ends.Select(end => end.Reason()), Is.All.AnyOf("TOO_MANY_ITEMS", "TOO_MUCH_IN_FLIGHT"));
        Assert.That(ends.Select(end => end.Reason()), Has.Some.EqualTo("TOO_MANY_ITEMS"));
    }

    [Test]
    [Retry(Attempts)]
    public async Task Validate_MillionsOfColumnsByRest_CostLittle()
    {
        var attack = "{\"module\":{\"outputSchema\":{\"fields\":[" + string.Join(',', Enumerable.Repeat("{}", 3_500_000)) + "]}}}";

        var answers = await MeasureAsync(
            MaxExtraMebibytes, () => Task.WhenAll(Enumerable.Range(0, 24).Select(_ => ValidateAsync(attack))));

        Assert.That(answers, Is.All.AnyOf(HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests));
        Assert.That(answers, Has.Some.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    [Retry(Attempts)]
    public async Task Validate_TheLargestModules_StayWithinTheBudget([Values] bool isRest)
    {
        var json = Large();
        var request = JsonParser.Default.Parse<ValidateModuleRequest>(json);
        var channels = Enumerable.Range(0, 4)
            .Select(_ => GrpcChannel.ForAddress(
                _server.Grpc, new GrpcChannelOptions { HttpHandler = ManyAuthors.Handler(), DisposeHttpClient = true }))
            .ToList();

        var answers = await MeasureAsync(MaxExtraMebibytes, () => Task.WhenAll(Enumerable.Range(0, 24).Select(
            async index => isRest
                ? await ValidateAsync(json)
                : await CodeOfAsync(
                    new ModuleService.ModuleServiceClient(channels[index % channels.Count]).ValidateModuleAsync(request).ResponseAsync))));
        channels.ForEach(channel => channel.Dispose());


        Assert.That(answers, Is.All.AnyOf(HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
        Assert.That(answers, Has.Some.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Validate_ABurst_GivesItsMemoryBack()
    {
        var before = ProcessMemory.Resident(_server.Pid);
        var json = Large();
        await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => ValidateAsync(json)));
        var grown = ProcessMemory.Peak(_server.Pid) - before;

        // The first collection comes while a burst of more than 10 s still goes on; the next one is 70 s later.
        var left = await Eventually.ResultAsync(
            () => Task.FromResult(ProcessMemory.Resident(_server.Pid) - before),
            now => now < grown * 3 / 4,
            $"less than three quarters of {grown} MiB",
            TimeSpan.FromSeconds(100));

        await TestContext.Progress.WriteLineAsync($"{grown} MiB more at most, {left} MiB after a while");
    }

    [Test]
    [Retry(Attempts)]
    public async Task Validate_OneOfTheLargest_CostsAtMostTwentyTimesItsBytes([Values] bool isRest)
    {
        var json = Large();
        var request = JsonParser.Default.Parse<ValidateModuleRequest>(json);
        var modules = new ModuleService.ModuleServiceClient(_server.Channel);
        var bytes = isRest ? json.Length : request.CalculateSize();

        await MeasureAsync(20 * bytes / MiB, async () => isRest
            ? await ValidateAsync(json)
            : await CodeOfAsync(modules.ValidateModuleAsync(request).ResponseAsync));
    }

    [Test]
    [Retry(Attempts)]
    public async Task Hello_MillionsOfModules_EndsTheStreamAndCostsNothing()
    {
        var ends = await MeasureAsync(96, async () =>
        {
            var tooLarge = await HelloAsync(Nested(1, Repeat([0x42, 0x00], 4_100_000)));
            var tooMany = await HelloAsync(Nested(1, Repeat([0x42, 0x00], (MiB / 2) - 16)));
            return new[] { tooLarge, tooMany };
        });

        Assert.That(ends.Select(end => end?.Reason()), Is.EqualTo(["MESSAGE_TOO_LARGE", "TOO_MANY_ITEMS"]));
    }

    [Test]
    public async Task Health_OfAServerThatStands_IsSeen()
    {
        using var probe = new HealthProbe(_server.Web, _idle.Web);
        await Eventually.TrueAsync(() => probe.Asked >= 10, "/healthz answers");

        await SignalAsync("STOP");
        var asked = probe.Asked;
        await Task.Delay(MaxOfHealth * 2);
        await SignalAsync("CONT");
        await Eventually.TrueAsync(() => probe.Asked >= asked + 5, "/healthz answers again");

        Assert.That(probe.Stop().Excess[^1], Is.GreaterThan(MaxOfHealth));
    }

    /// <summary>A module of about as many bytes as a request may have.</summary>
    private static string Large() => JsonFormatter.Default.Format(new ValidateModuleRequest
    {
        Module = new Module
        {
            Name = "large",
            Wasm = new WasmProgram { Binary = ByteString.CopyFrom(new byte[6 * MiB]) },
            Description = new string('x', MiB),
        },
    });

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _server.Pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<RpcException?> HelloAsync(byte[] hello)
    {
        using var agent = new RawAgent(_server.Grpc);
        _ = ApiClient.FailureOf(agent.SendBytesAsync(hello));
        return await agent.EndAsync(TimeSpan.FromSeconds(60));
    }

    private async Task<HttpStatusCode> ValidateAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("/v1/modules:validate", content);
        Assert.That(
            answer.StatusCode != HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter is not null, "429 says when to come again");
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> CodeOfAsync(Task call)
    {
        try
        {
            await call;
            return HttpStatusCode.OK;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted)
        {
            return HttpStatusCode.TooManyRequests;
        }
    }

    /// <summary>Attacks while `/healthz` is asked, and holds both to what is promised.</summary>
    private async Task<T> MeasureAsync<T>(int mostExtraMebibytes, Func<Task<T>> attack)
    {
        using var probe = new HealthProbe(_server.Web, _idle.Web);
        await Eventually.TrueAsync(() => probe.Asked >= 10, "/healthz answers");
        var before = ProcessMemory.Resident(_server.Pid);
        var result = await attack();
        var latencies = probe.Stop();
        var peak = ProcessMemory.Peak(_server.Pid);
        await TestContext.Progress.WriteLineAsync(
            $"{TestContext.CurrentContext.Test.Name}: {before} -> {peak} MiB at most, "
            + $"{ProcessMemory.Resident(_server.Pid)} after; /healthz {latencies}");
        var test = TestContext.CurrentContext.Test.Name;
        _max[test] = Math.Max(_max.GetValueOrDefault(test), peak - before);
        Assert.That(_max[test], Is.LessThan(mostExtraMebibytes), "MiB more than before, at any attempt");
        Assert.That(latencies.Excess[^1], Is.LessThan(MaxOfHealth), latencies.ToString());
        return result;
    }

    private static byte[] Repeat(byte[] part, int times) => [.. Enumerable.Repeat(part, times).SelectMany(bytes => bytes)];

    /// <summary>A field of bytes around other bytes.</summary>
    private static byte[] Nested(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(content));
        }

        return stream.ToArray();
    }
}
