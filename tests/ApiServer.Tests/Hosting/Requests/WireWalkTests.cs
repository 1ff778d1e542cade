using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

public sealed class WireWalkTests
{
    [Test]
    public void Check_AsManyAsTheBound_Passes()
    {
        Check(new WatchRequest { Subscriptions = { Enumerable.Range(0, 64).Select(_ => new Subscription()) } });
        Check(new CreateModuleRequest { Module = new Module { OutputSchema = new OutputSchema { Fields = { Enumerable.Range(0, 1000).Select(_ => new OutputField()) } } } });
    }

    [Test]
    public void Check_OneMore_NamesTheFieldAndItsBound()
    {
        var subscriptions = Refusal(new WatchRequest { Subscriptions = { Enumerable.Range(0, 65).Select(_ => new Subscription()) } });
        var nested = Refusal(new WatchRequest
        {
            Subscriptions =
            {
                new Subscription(),
                new Subscription { Modules = new ModulesTopic { ModuleIds = { Enumerable.Repeat("", 501) } } },
            },
        });

        Assert.That((subscriptions.Field, subscriptions.Reason), Is.EqualTo(("subscriptions", "TOO_MANY_ITEMS")));
        Assert.That(subscriptions.Description, Does.Contain("64"));
        Assert.That(nested.Field, Is.EqualTo("subscriptions[1].modules.module_ids"));
    }

    [Test]
    public void Check_Map_IsCounted()
    {
        var hello = new Hello();
        for (var i = 0; i < 65; i++)
        {
            hello.Labels[$"{i}"] = "";
        }

        Assert.That(Refusal(new AgentMessage { Hello = hello }).Field, Is.EqualTo("hello.labels"));
    }

    [Test]
    public void Check_OneMessageInSeveralParts_IsRefused()
    {
        // Each part is within its bound; the parser puts them together.
        var part = new AgentMessage { Hello = new Hello { Running = { Enumerable.Range(0, 4000).Select(_ => new RunningModule()) } } }.ToByteArray();

        var refusal = Refusal([.. part, .. part], AgentMessage.Descriptor);

        Assert.That((refusal.Field, refusal.Description), Is.EqualTo(("hello", "is given more than once")));
    }

    [Test]
    public void Check_UnknownFields_AreBounded()
    {
        byte[] unknown = [0xF8, 0x3F, 0x01]; // Field 1023, a number.
        byte[] group = [0xFB, 0x3F, 0xFC, 0x3F]; // Field 1023, a group of nothing.

        Check(Repeat(unknown, 2048), WatchRequest.Descriptor);
        Assert.That(Refusal(Repeat(unknown, 2049), WatchRequest.Descriptor).Field, Is.EqualTo("message"));
        Assert.That(Refusal(Repeat(group, 2000), WatchRequest.Descriptor).Field, Is.EqualTo("message"));
        Check(Repeat([0xFB, 0x3F], 1000), WatchRequest.Descriptor); // The parser refuses what is so deep.
    }

    [Test]
    public void Check_PackedNumbers_AreCountedByItem()
    {
        var statistics = new ListModuleStatisticsResponse { Statistics = { new ModuleStatistics() } };
        statistics.Statistics[0].RowsPerMinute.AddRange(Enumerable.Repeat(300L, ItemBounds.Default + 1));

        Assert.That(Refusal(statistics).Field, Is.EqualTo("statistics[0].rows_per_minute"));
    }

    [TestCase(new byte[] { 0x0A })]
    [TestCase(new byte[] { 0x0A, 0x05, 0x01 })]
    [TestCase(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF })]
    [TestCase(new byte[] { 0x00 })]
    [TestCase(new byte[] { 0x0C })]
    [TestCase(new byte[] { 0x0E, 0x01 })]
    public void Check_NoMessage_IsLeftToTheParser(byte[] bytes)
    {
        Check(bytes, WatchRequest.Descriptor);

        Assert.That(() => WatchRequest.Parser.ParseFrom(bytes), Throws.InstanceOf<InvalidProtocolBufferException>());
    }

    /// <summary>Whatever the bytes are, it passes or refuses them, in the pieces they come in.</summary>
    [Test]
    public void Check_AnyBytes_NeverThrowsAnythingElse()
    {
        var random = new Random(17);
        var seed = new CreateModuleRequest
        {
            Module = new Module { Name = "m", Labels = { ["a"] = "b" }, Ebpf = new EbpfProgram { Probes = { new Probe(), new Probe { Target = "x" } } } },
            RequestId = "r",
        }.ToByteArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])seed.Clone();
            for (var change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                Check(bytes[..random.Next(bytes.Length + 1)], CreateModuleRequest.Descriptor);
            }
            catch (InvalidArgumentException)
            {
                // Such as a part that now is given twice.
            }
        }
    }

    private static void Check(IMessage message) => Check(message.ToByteArray(), message.Descriptor);

    /// <summary>In pieces, as bytes come from the network.</summary>
    private static void Check(byte[] bytes, MessageDescriptor type) => WireWalk.Check(Pieces.Of(bytes, size: 7), type);

    private static FieldViolation Refusal(IMessage message) => Refusal(message.ToByteArray(), message.Descriptor);

    private static FieldViolation Refusal(byte[] bytes, MessageDescriptor type) =>
        Assert.Throws<InvalidArgumentException>(() => Check(bytes, type))!.Violations.Single();

    private static byte[] Repeat(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(part => part)];

    private sealed class Pieces : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Of(byte[] bytes, int size)
        {
            var first = new Pieces { Memory = bytes.AsMemory(0, Math.Min(size, bytes.Length)) };
            var last = first;
            for (var start = size; start < bytes.Length; start += size)
            {
                var next = new Pieces { Memory = bytes.AsMemory(start, Math.Min(size, bytes.Length - start)), RunningIndex = start };
                last.Next = next;
                last = next;
            }

            return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        }
    }
}
