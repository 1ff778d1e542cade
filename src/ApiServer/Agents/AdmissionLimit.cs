using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Agents;

/// <summary>How many agents may be connected at a time. One that comes again in place of itself always finds room.</summary>
internal sealed class AdmissionLimit(AgentRegistry registry, IOptions<AgentOptions> options)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(10);

    private int _taken;

    public void Take(string agentId)
    {
        if (Interlocked.Increment(ref _taken) > options.Value.Max && !registry.IsConnected(agentId))
        {
            Leave();

            // Spread, so that those who wait do not come back all at once.
            throw new ResourceExhaustedException(
                "TOO_MANY_AGENTS",
                $"{options.Value.Max} agents are connected, which is all this server takes (Agents:Max).",
                MinPause * (1 + (2 * Random.Shared.NextDouble())));
        }
    }

    public void Leave() => Interlocked.Decrement(ref _taken);
}
