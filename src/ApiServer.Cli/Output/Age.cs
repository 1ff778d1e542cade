using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>How long ago something was.</summary>
internal static class Age
{
    public static string Of(Timestamp? time) => time is null ? "" : TimeText.Age(DateTimeOffset.UtcNow - time.ToDateTimeOffset());

    /// <summary>The time itself, and how long ago that was.</summary>
    public static string Exactly(Timestamp? time) => time is null ? "" : $"{time.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}Z ({Of(time)} ago)";
}
