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
        var status = await session.Client.Grafana.GetGrafanaStatusAsync(new GetGrafanaStatusRequest(), cancellationToken: cancellationToken);
        switch (session.Printer.Format)
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                session.Printer.Print(status);
                break;
            case OutputFormat.Name:
                session.Terminal.Out.WriteLine(status.Url);
                break;
            default:
                session.Printer.Facts(
                    ("Grafana", !status.Configured ? "not configured" : status.Reachable ? "reachable" : "not reachable"),
                    ("URL", SafeText.OneLine(status.Url)),
                    ("Version", SafeText.OneLine(status.Version)),
                    ("Token", status.Token is { } token ? $"{SafeText.OneLine(token.Name)}, {Age.Of(token.CreateTime)} old" : ""),
                    ("Message", SafeText.Lines(status.Message)));
                break;
        }

        return ExitCode.Ok;
    });
}
