using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana status`.</summary>
internal static class GrafanaStatus
{
    public static Command Create() => new ApiCommand(
        "status",
        "Show whether Grafana is configured, and whether it answers.",
        "tricorder grafana status",
        "tricorder grafana status -o json | jq .reachable").Runs(async (session, _, cancellationToken) =>
    {
        var status = await session.Client.Grafana.GetGrafanaStatusAsync(
            new GetGrafanaStatusRequest(), cancellationToken: cancellationToken);
        session.Printer.Print(status, status.Url, () => session.Printer.Facts(
            ("Grafana", !status.Configured ? "not configured" : status.Reachable ? "reachable" : "not reachable"),
            ("URL", SafeText.OneLine(status.Url)),
            ("Version", SafeText.OneLine(status.Version)),
            ("Token", status.Token is { } token ? $"{SafeText.OneLine(token.Name)}, {Age.Of(token.CreateTime)} old" : ""),
            ("Message", SafeText.Lines(status.Message))));

        return ExitCode.Ok;
    });
}
