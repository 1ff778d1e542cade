using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Asks before something that reaches many nodes, and says how many.</summary>
internal static class Reach
{
    public static async Task ConfirmAsync(Session session, bool isGiven, string what, CancellationToken cancellationToken)
    {
        if (isGiven)
        {
            return;
        }

        var status = await session.Client.Status.GetServerStatusAsync(new GetServerStatusRequest(), cancellationToken: cancellationToken);
        Confirmation.Require(
            session.Terminal,
            isGiven,
            $"{what} of cluster '{status.ClusterName}', where {status.AgentCounts.Online} agents are online?");
    }
}
