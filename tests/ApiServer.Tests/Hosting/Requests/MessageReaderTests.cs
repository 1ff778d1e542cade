using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MessageReaderTests
{
    private const int MiB = 1024 * 1024;
    private const string Author = "user:a";

    private readonly FakeTimeProvider _clock = new();
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    [Test]
    public async Task Dispose_WhileTheMessageWaitsForRoom_LeavesTheRoomToOthers()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        var all = await budget.TakeAsync(RequestKind.Agent, Author, 4 * MiB, default);
        var reader = Reader(budget, new MethodLimits(RequestKind.Agent, MiB, AgentMessage.Descriptor));
        await SendAsync(isCompressed: false, MiB);
        var reading = reader.ReadAsync().AsTask();

        reader.Dispose();
        all!.Dispose();

        Assert.That(() => reading.WaitAsync(TimeSpan.FromSeconds(30)), Throws.InstanceOf<OperationCanceledException>());
        using var again = await budget.TakeAsync(RequestKind.Agent, Author, 4 * MiB, new CancellationToken(canceled: true));
        Assert.That(again, Is.Not.Null);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task ReadAsync_BytesThatAreNoMessage_AreInvalidArgument(bool isCompressed)
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Call, 4096, GetModuleRequest.Descriptor), "gzip");
        await SendAsync(isCompressed, 3, 0xFF, 0xFF, 0xFF);

        var failure = Assert.ThrowsAsync<RpcException>(async () => await reader.ReadAsync());

        Assert.That(failure!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(failure.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("MALFORMED_MESSAGE"));
    }

    [Test]
    public async Task ReadAsync_AMessageThatComesTooSlowly_Ends()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Call, MiB, GetModuleRequest.Descriptor));
        await SendAsync(isCompressed: false, MiB);
        await TakeNothingAsync(reader);
        var reading = reader.ReadAsync().AsTask();

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(reading.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.That(
            Assert.ThrowsAsync<RpcException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)))!.StatusCode,
            Is.EqualTo(StatusCode.DeadlineExceeded));
    }

    [Test]
    public async Task ReadAsync_ASlowMessageOfTheRate_IsTakenWhole()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Call, 8 * MiB, null));
        await SendAsync(isCompressed: false, 8 * MiB);
        await TakeNothingAsync(reader);
        _clock.Advance(TimeSpan.FromSeconds(3.9));

        for (var second = 0; second < 8 * 4; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await _pipe.Writer.WriteAsync(new byte[MiB / 4]);
            await TakeNothingAsync(reader);
        }

        await _pipe.Writer.CompleteAsync();
        Assert.That((await reader.ReadAsync()).Buffer.Length, Is.EqualTo(5 + (8 * MiB)));
    }

    [TestCase(100)]
    [TestCase(64 * 1024)]
    public async Task ReadAsync_ASmallCallThatIsCompressed_NeverWaitsBehindModules(int bytes)
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var module = await budget.TakeAsync(RequestKind.Call, Author, 12 * MiB, default);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Call, MethodLimits.ReportBytes, null), "gzip");
        await SendCompressedAsync(bytes);

        Assert.That(reader.ReadAsync().AsTask().IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task ReadAsync_WhatInflatesToALargeCall_WaitsForItsTurn()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var module = await budget.TakeAsync(RequestKind.Call, Author, 12 * MiB, default);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Call, MiB, null), "gzip");
        await SendCompressedAsync(MiB);
        var reading = reader.ReadAsync().AsTask();

        Assert.That(reading.IsCompleted, Is.False);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.That(
            Assert.ThrowsAsync<RpcException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)))!.StatusCode,
            Is.EqualTo(StatusCode.ResourceExhausted));
    }

    [Test]
    public async Task ReadAsync_AWholeMessageOfACallThatDoesNotEnd_Ends()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Call, MiB, null));
        await SendAsync(isCompressed: false, 8192, new byte[8192]);
        reader.AdvanceTo((await reader.ReadAsync()).Buffer.End);
        var reading = reader.ReadAsync().AsTask();

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.That(
            Assert.ThrowsAsync<RpcException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)))!.StatusCode,
            Is.EqualTo(StatusCode.DeadlineExceeded));
    }

    [Test]
    public async Task ReadAsync_AgentWhoIsSilentAfterAMessage_GoesOn()
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, _clock);
        using var reader = Reader(budget, new MethodLimits(RequestKind.Agent, MiB, null));
        await SendAsync(isCompressed: false, 8192, new byte[8192]);
        reader.AdvanceTo((await reader.ReadAsync()).Buffer.End);
        var reading = reader.ReadAsync().AsTask();

        _clock.Advance(TimeSpan.FromHours(1));
        await SendAsync(isCompressed: false, 0);

        Assert.That((await reading).Buffer.Length, Is.EqualTo(5));
    }

    private static async Task TakeNothingAsync(MessageReader reader)
    {
        var buffer = (await reader.ReadAsync()).Buffer;
        reader.AdvanceTo(buffer.Start, buffer.End);
    }

    private MessageReader Reader(RequestBudget budget, MethodLimits limits, string encoding = "identity") =>
        new(_pipe.Reader, limits, budget, Author, encoding, _clock);

    /// <summary>The prefix of a message, and what there is of its content.</summary>
    private async Task SendAsync(bool isCompressed, int length, params byte[] content)
    {
        var bytes = new byte[5];
        bytes[0] = (byte)(isCompressed ? 1 : 0);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), length);
        await _pipe.Writer.WriteAsync((byte[])[.. bytes, .. content]);
    }

    private async Task SendCompressedAsync(int bytes)
    {
        using var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[bytes]);
        }

        await SendAsync(isCompressed: true, (int)compressed.Length, compressed.ToArray());
    }
}
