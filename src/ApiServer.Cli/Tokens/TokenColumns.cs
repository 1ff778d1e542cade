using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Parsing;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Tokens;

/// <summary>Tokens as a table.</summary>
internal static class TokenColumns
{
    public static IReadOnlyList<Column<ApiToken>> All { get; } =
    [
        new("NAME", token => token.Name),
        new("ROLE", token => EnumText.Of(token.Role)),
        new("STATE", State, Tone: token => IsActive(token) ? Tone.Good : Tone.Faint),
        new("EXPIRES", Expires),
        new("LAST USED", token => token.LastUseTime is null ? "never" : $"{Age.Of(token.LastUseTime)} ago"),
        new("NODES", Nodes),
        new("AGE", token => Age.Of(token.CreateTime)),
        new("ID", token => token.Id, IsWide: true),
        new("PREFIX", token => token.Prefix, IsWide: true),
        new("CREATOR", token => token.Creator, IsWide: true),
    ];

    public static bool IsActive(ApiToken token) => token.RevokeTime is null && !IsExpired(token);

    public static string State(ApiToken token) => token.RevokeTime is not null ? "revoked" : IsExpired(token) ? "expired" : "active";

    private static bool IsExpired(ApiToken token) => token.ExpireTime is { } time && time.ToDateTimeOffset() <= DateTimeOffset.UtcNow;

    private static string Expires(ApiToken token) => token.ExpireTime is not { } time ? "never"
        : IsExpired(token) ? $"{Age.Of(time)} ago"
        : $"in {TimeText.Age(time.ToDateTimeOffset() - DateTimeOffset.UtcNow)}";

    /// <summary>Only tokens that agents join with have any.</summary>
    private static string Nodes(ApiToken token) =>
        token.Role != Role.Agent ? "" : token.MaxNodes > 0 ? $"{token.JoinedNodes}/{token.MaxNodes}" : $"{token.JoinedNodes}";
}
