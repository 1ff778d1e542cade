using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Raw;

/// <summary>One agent's stream: keeps its writer for broadcasts and counts its answers.</summary>
internal sealed class RawAgentService(Broadcaster broadcaster) : RawAgentServiceBase
{
    public override async Task Connect(
        IAsyncStreamReader<AgentMessage> answers, IServerStreamWriter<byte[]> orders, ServerCallContext context)
    {
        try
        {
            if (!await answers.MoveNext(context.CancellationToken) || answers.Current.Hello is null)
            {
                return;
            }

            await orders.WriteAsync(Broadcaster.Welcome, context.CancellationToken);
            using var joined = broadcaster.Join(orders);
            while (await answers.MoveNext(context.CancellationToken))
            {
                if (answers.Current.ModuleStatus is { State: InstanceState.Succeeded } status)
                {
                    broadcaster.Answered(status.Generation);
                }
            }
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            // The agent left.
        }
    }
}
