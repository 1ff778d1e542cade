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
        var schema = new OutputSchema { Fields = { Enumerable.Range(0, 1000).Select(_ => new OutputField()) } };

        Check(new WatchRequest { Subscriptions = { Enumerable.Range(0, 64).Select(_ => new Subscription()) } });
        Check(new CreateModuleRequest { Module = new Module { OutputSchema = schema } });
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
        var part = new AgentMessage { Hello = new Hello { Running = { Enumerable.Range(0, 4000).Select(_ => new RunningModule()) } } }
            .ToByteArray();

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
        // So deep that the parser refuses it too.
        Assert.That(Refusal(Repeat([0xFB, 0x3F], 1000), WatchRequest.Descriptor).Reason, Is.EqualTo("MALFORMED_MESSAGE"));
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
    public void Check_NoMessage_IsRefusedAsTheParserDoes(byte[] bytes)
    {
        Assert.That(Refusal(bytes, WatchRequest.Descriptor).Reason, Is.EqualTo("MALFORMED_MESSAGE"));
        Assert.That(() => WatchRequest.Parser.ParseFrom(bytes), Throws.InstanceOf<InvalidProtocolBufferException>());
    }

    [Test]
    public void Check_LengthAbove32Bits_IsWhatTheParserReads()
    {
        byte[] empty = [0x0A, 0x80, 0x80, 0x80, 0x80, 0x10]; // Of 2^32 bytes, which is 0 in 32 bits.

        Assert.That(WatchRequest.Parser.ParseFrom(Repeat(empty, 65)).Subscriptions, Has.Count.EqualTo(65));
        Check(Repeat(empty, 64), WatchRequest.Descriptor);
        Assert.That(Refusal(Repeat(empty, 65), WatchRequest.Descriptor).Reason, Is.EqualTo("TOO_MANY_ITEMS"));
    }

    /// <summary>Tags and lengths may be written longer than they must; what the parser builds is what is counted.</summary>
    [Test]
    public void Check_AnyWayToWriteAMessage_IsCountedAsItIsParsed()
    {
        var random = new Random(4711);
        for (var round = 0; round < 2_000; round++)
        {
            var (subscriptions, modules) = (random.Next(60, 69), random.Next(497, 504));
            var odd = new OddWriter(random);
            var topic = new OddWriter(random);
            for (var i = 0; i < modules; i++)
            {
                topic.Bytes(ModulesTopic.ModuleIdsFieldNumber, "m"u8.ToArray());
            }

            for (var i = 0; i < subscriptions; i++)
            {
                odd.Bytes(WatchRequest.SubscriptionsFieldNumber, i == 0
                    ? new OddWriter(random).Bytes(Subscription.ModulesFieldNumber, topic.Written).Written
                    : new OddWriter(random).Any().Written);
            }

            var bytes = odd.Any().Written;
            var parsed = WatchRequest.Parser.ParseFrom(bytes);

            Assert.That(
                (parsed.Subscriptions.Count, parsed.Subscriptions[0].Modules.ModuleIds.Count), Is.EqualTo((subscriptions, modules)));
            if (subscriptions > 64 || modules > 500)
            {
                Assert.That(Refusal(bytes, WatchRequest.Descriptor).Reason, Is.EqualTo("TOO_MANY_ITEMS"));
            }
            else
            {
                Check(bytes, WatchRequest.Descriptor);
            }
        }
    }

    /// <summary>Whatever the parser takes has been followed to its end.</summary>
    [Test]
    public void Check_WhatTheParserTakes_IsNeverMalformed()
    {
        var random = new Random(99);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new OddWriter(random)
                .Any().Any().Bytes(WatchRequest.SubscriptionsFieldNumber, new OddWriter(random).Any().Written).Any().Written;
            if (random.Next(2) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                WatchRequest.Parser.ParseFrom(bytes);
            }
            catch (InvalidProtocolBufferException)
            {
                continue;
            }

            try
            {
                Check(bytes, WatchRequest.Descriptor);
            }
            catch (InvalidArgumentException e)
            {
                Assert.That(e.Reason, Is.EqualTo("TOO_MANY_ITEMS"), Convert.ToHexString(bytes));
            }
        }
    }

    /// <summary>Whatever the bytes are, it passes or refuses them, in the pieces they come in.</summary>
    [Test]
    public void Check_AnyBytes_NeverThrowsAnythingElse()
    {
        var random = new Random(17);
        var seed = new CreateModuleRequest
        {
            Module = new Module
            {
                Name = "m",
                Labels = { ["a"] = "b" },
                Ebpf = new EbpfProgram { Probes = { new Probe(), new Probe { Target = "x" } } },
            },
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

    /// <summary>Writes fields as no writer does, but every parser reads.</summary>
    private sealed class OddWriter(Random random)
    {
        private readonly List<byte> _bytes = [];

        public byte[] Written => [.. _bytes];

        public OddWriter Bytes(int number, byte[] content)
        {
            Varint(((uint)number << 3) | 2);
            Varint((uint)content.Length);
            _bytes.AddRange(content);
            return this;
        }

        /// <summary>A field that nobody knows, of any kind.</summary>
        public OddWriter Any()
        {
            const uint Number = 1000;
            var wire = (uint)random.Next(6);
            wire = wire == 4 ? 0 : wire; // The end of a group has its place below.
            Varint((Number << 3) | wire);
            switch (wire)
            {
                case 0:
                    Varint((uint)random.Next());
                    break;
                case 1:
                    _bytes.AddRange(new byte[8]);
                    break;
                case 2:
                    Varint(3);
                    _bytes.AddRange("abc"u8);
                    break;
                case 3:
                    Any();
                    Varint((Number << 3) | 4);
                    break;
                default:
                    _bytes.AddRange(new byte[4]);
                    break;
            }

            return this;
        }

        /// <summary>With up to ten bytes, and anything above 32 bits.</summary>
        private void Varint(uint value)
        {
            var wide = value | (random.Next(3) == 0 ? (ulong)random.NextInt64() << 32 : 0);
            var longer = random.Next(3) == 0 ? random.Next(11) : 0;
            for (var written = 1; ; written++)
            {
                var isLast = written == 10 || (wide < 0x80 && written >= longer);
                _bytes.Add((byte)((wide & 0x7F) | (isLast ? 0UL : 0x80)));
                wide >>= 7;
                if (isLast)
                {
                    return;
                }
            }
        }
    }
}
