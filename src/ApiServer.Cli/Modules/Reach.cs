using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Asks before something that reaches many nodes, and says how many.</summary>
internal static class Reach
{
    /// <param name="session">Where to ask.</param>
    /// <param name="isGiven">Whether it was confirmed on the command line.</param>
    /// <param name="what">What would happen, by how many agents are online.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ConfirmAsync(Session session, bool isGiven, Func<int, string> what, CancellationToken cancellationToken)
    {
        if (isGiven)
        {
            return;
        }

        var status = await session.Client.Status.GetServerStatusAsync(new GetServerStatusRequest(), cancellationToken: cancellationToken);
        Confirmation.Require(session.Terminal, isGiven, $"{what(status.AgentCounts.Online)} of cluster '{status.ClusterName}'?");
    }
}
