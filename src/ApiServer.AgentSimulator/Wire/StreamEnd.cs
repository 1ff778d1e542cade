using System.Net.Sockets;
using Google.Rpc;
using Grpc.Core;

namespace Tricorder.ApiServer.AgentSimulator.Wire;

/// <summary>The end of a stream.</summary>
/// <param name="Kind">What kind of end.</param>
/// <param name="Detail">What was said about it.</param>
/// <param name="ReconnectAfter">When the server wants to see the agent again; null: after the agent's own backoff.</param>
internal sealed record StreamEnd(StreamEndKind Kind, string Detail, TimeSpan? ReconnectAfter = null)
{
    private const string SupersededReason = "SUPERSEDED";

    public static StreamEnd Of(RpcException error)
    {
        var detail = $"{error.StatusCode}: {error.Status.Detail}";
        return error.StatusCode switch
        {
            StatusCode.Aborted when error.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason == SupersededReason =>
                new StreamEnd(StreamEndKind.Superseded, detail),
            StatusCode.ResourceExhausted => new StreamEnd(
                StreamEndKind.Exhausted, detail, error.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan()),
            StatusCode.Unavailable when CauseOf(error) is { } cause => new StreamEnd(StreamEndKind.Unreachable, cause),
            _ => new StreamEnd(StreamEndKind.Lost, detail),
        };
    }

    // A connection that was never made has a socket's or resolver's own error below; one that broke has only an I/O error.
    private static string? CauseOf(RpcException error)
    {
        var cause = error.Status.DebugException;
        while (cause is not null and not ConnectFailedException)
        {
            cause = cause.InnerException;
        }

        return cause?.InnerException switch
        {
            SocketException socket => socket.Message,
            { } other => other.Message,
            null => null,
        };
    }
}
