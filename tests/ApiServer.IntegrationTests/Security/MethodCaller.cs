using System.Text;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Calls any method with an empty request, and says which status came back.</summary>
internal static class MethodCaller
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(message => message, message => message);

    public static async Task<StatusCode> CallAsync(ChannelBase channel, MethodDescriptor method)
    {
        var invoker = channel.CreateCallInvoker();
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var generic = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        var options = new CallOptions(deadline: DateTime.UtcNow + Deadline);
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(generic, null, options, []);
                    return StatusCode.OK;
                case MethodType.ServerStreaming:
                    using (var stream = invoker.AsyncServerStreamingCall(generic, null, options, []))
                    {
                        await stream.ResponseStream.MoveNext(CancellationToken.None);
                    }

                    return StatusCode.OK;
                default:
                    using (var stream = invoker.AsyncDuplexStreamingCall(generic, null, options))
                    {
                        await stream.RequestStream.WriteAsync([]);
                        await stream.ResponseStream.MoveNext(CancellationToken.None);
                    }

                    return StatusCode.OK;
            }
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    /// <summary>Null for a method without a REST form.</summary>
    public static async Task<int?> RestAsync(HttpClient http, MethodDescriptor method)
    {
        if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
        {
            return null;
        }

        var (verb, pattern) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            var other => throw new InvalidOperationException($"No case for {other}."),
        };
        using var request = new HttpRequestMessage(verb, System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]*\}", "none"));
        if (rule.Body.Length > 0)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
