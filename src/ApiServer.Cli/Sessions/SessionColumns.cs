using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Parsing;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Sessions;

/// <summary>Sessions as a table.</summary>
internal static class SessionColumns
{
    public static IReadOnlyList<Column<UserSession>> All { get; } =
    [
        new("ID", session => session.Id),
        new("ACTOR", session => session.Actor),
        new("ROLE", session => EnumText.Of(session.Role)),
        new("ADDRESS", session => session.Address),
        new("LAST USED", session => $"{Age.Of(session.LastUseTime)} ago"),
        new("EXPIRES", session => $"in {TimeText.Age(session.ExpireTime.ToDateTimeOffset() - DateTimeOffset.UtcNow)}"),
        new("AGE", session => Age.Of(session.CreateTime)),
        new("BROWSER", session => session.UserAgent, IsWide: true),
        new("TOKEN ID", session => session.TokenId, IsWide: true),
    ];
}
