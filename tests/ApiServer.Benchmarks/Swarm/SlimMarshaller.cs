using Google.Protobuf;
using Grpc.Core;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>Marshallers that skip every field the message type does not declare, instead of keeping it.</summary>
internal static class SlimMarshaller
{
    public static Marshaller<T> Of<T>(MessageParser<T> parser) where T : class, IMessage<T>, IBufferMessage
    {
        var discarding = parser.WithDiscardUnknownFields(true);
        return new Marshaller<T>(Write, context => discarding.ParseFrom(context.PayloadAsReadOnlySequence()));
    }

    private static void Write<T>(T message, SerializationContext context) where T : IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
