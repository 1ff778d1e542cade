using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.Database;

/// <summary>How long rows are kept, as people type and read it.</summary>
internal static class RetentionText
{
    public const string Forever = "forever";

    /// <summary>What is meant by for ever where something else is the default; within what the API takes.</summary>
    private static readonly TimeSpan HundredYears = TimeSpan.FromDays(36_500);

    public static string Of(Duration? retention) =>
        retention is null || retention.ToTimeSpan() >= HundredYears ? Forever : TimeText.Format(retention.ToTimeSpan());

    /// <summary>A time of at least a second, or for ever.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = HundredYears;
        return text == Forever || (TimeText.TryParse(text, out time) && time >= TimeSpan.FromSeconds(1));
    }
}
