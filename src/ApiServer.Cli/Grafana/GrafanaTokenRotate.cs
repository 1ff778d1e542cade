using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana token rotate`.</summary>
internal static class GrafanaTokenRotate
{
    public static Command Create() => new ApiCommand(
        "rotate",
        "Make the server use a new token in Grafana, and delete the old one.",
        "tricorder grafana token rotate").Runs(async (session, _, cancellationToken) =>
    {
        var answer = await session.Client.Grafana.RotateTokenAsync(new RotateTokenRequest(), cancellationToken: cancellationToken);
        session.Printer.Done($"The token is now '{answer.Token.Name}'; the old one is deleted", answer.Token.Name, answer);
        return ExitCode.Ok;
    });
}
