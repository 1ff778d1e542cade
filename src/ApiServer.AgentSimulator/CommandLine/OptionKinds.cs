using System.CommandLine;
using System.Globalization;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>The kinds of values that options have, each with an error that says what would be right.</summary>
internal static class OptionKinds
{
    public static Option<int> Whole(string name, string description, int usual, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
            int.TryParse(
                result.Text(), NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
                ? number
                : result.Wrong<int>("is not a whole number; write for example 100"),
    };

    public static Option<double> Real(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => 0,
        CustomParser = result => double.TryParse(result.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : result.Wrong<double>("is not a number; write for example 0.05"),
    };

    public static Option<Uri> Server(string name, string description, string usual, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "url",
        DefaultValueFactory = _ => new Uri(usual),
        CustomParser = result =>
            Uri.TryCreate(result.Text(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
                ? uri
                : result.Wrong<Uri>("is not the address of a server; write for example http://127.0.0.1:50051"),
    };

    public static Option<TimeSpan?> Time(string name, string description) =>
        GivenValue.TimeOption(name, description, "500ms, 30s or 1m30s", LatencyRange.MaxTime);

    public static Option<LatencyRange> Latency(string name, string description, string usual) => new(name)
    {
        Description = description,
        HelpName = "time[..time]",
        DefaultValueFactory = _ => LatencyRange.TryParse(usual, out var range) ? range : LatencyRange.None,
        CustomParser = result => LatencyRange.TryParse(result.Text(), out var range)
            ? range
            : result.Wrong<LatencyRange>("is not a time or range; write for example 0, 200ms, 50ms..2s or 1s..5s:uniform"),
    };
}
