using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>`token whoami`.</summary>
internal static class TokenWhoami
{
    public static Command Create() => new ApiCommand(
        "whoami",
        "Show who you are to the server, and what you may do.",
        "tricorder token whoami",
        "tricorder token whoami -o json | jq -r .role").Runs(async (session, _, cancellationToken) =>
    {
        var caller = await session.Client.Tokens.GetCallerAsync(new GetCallerRequest(), cancellationToken: cancellationToken);
        session.Printer.Print(caller, caller.Actor, () => session.Printer.Facts(
            ("Actor", SafeText.OneLine(caller.Actor)),
            ("Role", EnumText.Of(caller.Role)),
            ("Expires", caller.ExpireTime is { } time ? $"{time.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}Z" : "never"),
            ("Server", $"{session.Server.Options.Address.GetLeftPart(UriPartial.Authority)}, from {session.Server.Source}")));

        return ExitCode.Ok;
    });
}
