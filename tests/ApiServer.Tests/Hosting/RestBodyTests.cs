using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RestBodyTests : IDisposable
{
    private const int KiB = 1024;
    private const int MiB = 1024 * 1024;
    private const string Author = "user:a";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly MethodLimits Agents = MethodLimits.OfCall(UpdateAgentRequest.Descriptor);
    private static readonly MethodLimits Modules = MethodLimits.OfCall(CreateModuleRequest.Descriptor);

    private readonly FakeTimeProvider _clock = new();
    private readonly MemoryReturn _memory;
    private readonly RequestBudget _budget;

    /// <summary>What is sent has been read when the sender goes on, so the clock has one driver.</summary>
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));

    private readonly RestBuffer _buffer = new();

    public RestBodyTests()
    {
        _memory = new MemoryReturn(_clock);
        _budget = new RequestBudget(_memory, _clock);
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _budget.Dispose();
        _memory.Dispose();
    }

    [Test]
    public async Task ReadAsync_WhoSendsNothing_LosesTheRoomAfterFiveSeconds()
    {
        using var leave = Leave(Modules);
        await SendAsync(11);
        var reading = ReadAsync(Modules, leave, 12 * MiB);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(reading.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        var late = Assert.ThrowsAsync<BadHttpRequestException>(() => reading.WaitAsync(Soon));
        Assert.That(late!.StatusCode, Is.EqualTo(StatusCodes.Status408RequestTimeout));
        Assert.That(late.Message, Does.Contain("256 KiB a second"));
    }

    [Test]
    public async Task ReadAsync_ASlowUploadOfTheRate_IsTakenWhole([Values] bool saysHowLarge)
    {
        using var leave = Leave(Modules);
        var reading = ReadAsync(Modules, leave, saysHowLarge ? 12 * MiB : null);
        _clock.Advance(TimeSpan.FromSeconds(3.9));

        for (var second = 0; second < 12 * 4; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await SendAsync(256 * KiB);
        }

        await _pipe.Writer.CompleteAsync();
        Assert.That((await reading.WaitAsync(Soon)).Count, Is.EqualTo(12 * MiB));
    }

    [Test]
    public async Task ReadAsync_WhoStopsHalfWay_HasTheTimeOfWhatCame()
    {
        using var leave = Leave(Modules);
        var reading = ReadAsync(Modules, leave, 12 * MiB);
        await SendAsync(MiB);

        _clock.Advance(TimeSpan.FromSeconds(8.9)); // 5, and 4 for what came.
        Assert.That(reading.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.ThrowsAsync<BadHttpRequestException>(() => reading.WaitAsync(Soon));
    }

    [TestCase(50)]
    [TestCase(RequestBudget.FreeBytes)]
    [TestCase(RequestBudget.SmallBytes)]
    public async Task ReadAsync_ACordonThatDoesNotSayHowLargeItIs_NeverWaitsBehindModules(int bytes)
    {
        using var one = await _budget.TakeAsync(RequestKind.Call, Author, 12 * MiB, default);
        using var other = await _budget.TakeAsync(RequestKind.Call, "user:b", 12 * MiB, default);
        using var leave = Leave(Agents);
        await SendAsync(bytes);
        await _pipe.Writer.CompleteAsync();

        var body = await ReadAsync(Agents, leave, says: null).WaitAsync(Soon);

        Assert.That(body.Count, Is.EqualTo(bytes));
    }

    [Test]
    public async Task ReadAsync_WhatIsLargerThanASmallCall_WaitsForItsTurnAndKeepsNoRoomOfSmallOnes()
    {
        using var one = await _budget.TakeAsync(RequestKind.Call, Author, 12 * MiB, default);
        using var leave = Leave(Agents);
        var reading = ReadAsync(Agents, leave, says: null);
        await SendAsync(RequestBudget.SmallBytes);
        await SendAsync(1);
        Assert.That(reading.IsCompleted, Is.False);

        for (var room = 2 * MiB; room >= RequestBudget.SmallBytes; room -= RequestBudget.SmallBytes)
        {
            await _budget.TakeAsync(RequestKind.Call, Author, RequestBudget.SmallBytes, new CancellationToken(canceled: true));
        }

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.ThrowsAsync<ResourceExhaustedException>(() => reading.WaitAsync(Soon));
    }

    private RestLeave Leave(MethodLimits limits) => new(_budget, limits, Author);

    private Task<ArraySegment<byte>> ReadAsync(MethodLimits limits, RestLeave leave, long? says)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentLength = says;
        request.HttpContext.Features.Set<IRequestBodyPipeFeature>(new Body(_pipe.Reader));
        return RestBody.ReadAsync(request, _buffer, limits.MaxJsonBytes, leave, _clock, default);
    }

    private async Task SendAsync(int bytes) => await _pipe.Writer.WriteAsync(new byte[bytes]);

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
}
