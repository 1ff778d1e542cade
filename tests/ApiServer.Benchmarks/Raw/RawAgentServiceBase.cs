using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Raw;

/// <summary>
/// AgentService.Connect with messages that are bytes already when they are sent, so that nothing is serialized per stream.
/// </summary>
[BindServiceMethod(typeof(RawAgentServiceBase), nameof(Bind))]
internal abstract class RawAgentServiceBase
{
    private static readonly Method<AgentMessage, byte[]> ConnectMethod = new(
        MethodType.DuplexStreaming,
        "tricorder.apiserver.v1.AgentService",
        nameof(Connect),
        new Marshaller<AgentMessage>(
            (_, _) => throw new NotSupportedException(), context => AgentMessage.Parser.ParseFrom(context.PayloadAsReadOnlySequence())),
        new Marshaller<byte[]>(Write, _ => throw new NotSupportedException()));

    public abstract Task Connect(IAsyncStreamReader<AgentMessage> answers, IServerStreamWriter<byte[]> orders, ServerCallContext context);

    public static void Bind(ServiceBinderBase binder, RawAgentServiceBase? service) => binder.AddMethod(
        ConnectMethod, service is null ? null : new DuplexStreamingServerMethod<AgentMessage, byte[]>(service.Connect));

    private static void Write(byte[] message, SerializationContext context)
    {
        context.SetPayloadLength(message.Length);
        System.Buffers.BuffersExtensions.Write(context.GetBufferWriter(), message);
        context.Complete();
    }
}
