using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Status;

/// <summary>`version`: of this program always, of the server where it answers.</summary>
internal static class VersionCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var onlyClient = new Option<bool>("--client") { Description = "Only the version of this program; asks no server." };
        var command = new ApiCommand(
            "version",
            "Show the version of this program, and of the server when it can be reached.",
            "tricorder version",
            "tricorder version --client -o json")
        {
            onlyClient,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var own = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            var server = arguments.GetValue(onlyClient) ? "" : await ServerVersionAsync(session, cancellationToken);
            session.Printer.Print(
                () => session.Printer.Print(Document(own, server)),
                own,
                () => session.Printer.Facts(
                    ("tricorder", $"{own} ({RuntimeInformation.RuntimeIdentifier})"), ("server", SafeText.OneLine(server))));

            return ExitCode.Ok;
        });
    }

    private static JsonObject Document(string own, string server)
    {
        var document = new JsonObject
        {
            ["client"] = new JsonObject { ["version"] = own, ["platform"] = RuntimeInformation.RuntimeIdentifier },
        };
        if (server.Length > 0)
        {
            document["server"] = new JsonObject { ["version"] = server };
        }

        return document;
    }

    /// <summary>Empty when it can not be told; that is said on standard error, and no failure.</summary>
    private static async Task<string> ServerVersionAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await session.Client.Status.GetServerStatusAsync(
                new GetServerStatusRequest(), deadline: DateTime.UtcNow + Timeout, cancellationToken: cancellationToken);
            return answer.Version;
        }
        catch (RpcException exception) when (exception.StatusCode != StatusCode.Cancelled)
        {
            var reason = ErrorPrinter.Describe(Client.ApiError.From(exception), session.Server);
            session.Terminal.Error.WriteLine($"The server's version is not known: {reason.Message}");
        }
        catch (CliException exception)
        {
            session.Terminal.Error.WriteLine($"The server's version is not known: {exception.Message}");
        }

        return "";
    }
}
