using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Tricorder.ApiServer.AgentSimulator.Agents;

namespace Tricorder.ApiServer.AgentSimulator.CommandLine;

/// <summary>The kinds of values that options have, each with an error that says what would be right.</summary>
internal static class OptionKinds
{
    public static Option<int> Whole(string name, string description, int usual, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => usual,
        CustomParser = ParseWhole,
    };

    public static Option<double> Real(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => 0,
        CustomParser = ParseReal,
    };

    public static Option<Uri> Server(string name, string description, string usual, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "url",
        DefaultValueFactory = _ => new Uri(usual),
        CustomParser = ParseServer,
    };

    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = ParseTime,
    };

    public static Option<LatencyRange> Latency(string name, string description, string usual) => new(name)
    {
        Description = description,
        HelpName = "time[..time]",
        DefaultValueFactory = _ => TimeText.TryParseRange(usual, out var range) ? range : LatencyRange.None,
        CustomParser = ParseLatency,
    };

    private static int ParseWhole(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        result.AddError($"{NameOf(result)}: '{text}' is not a whole number; write for example 100");
        return 0;
    }

    private static double ParseReal(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        result.AddError($"{NameOf(result)}: '{text}' is not a number; write for example 0.05");
        return 0;
    }

    private static Uri? ParseServer(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0)
        {
            return uri;
        }

        result.AddError($"{NameOf(result)}: '{text}' is not the address of a server; write for example http://127.0.0.1:50051");
        return null;
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TimeText.TryParse(text, out var value) && value > TimeSpan.Zero)
        {
            return value;
        }

        result.AddError($"{NameOf(result)}: '{text}' is not a time; write for example 500ms, 30s or 1m30s");
        return null;
    }

    private static LatencyRange? ParseLatency(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TimeText.TryParseRange(text, out var range))
        {
            return range;
        }

        result.AddError($"{NameOf(result)}: '{text}' is not a time or range; write for example 0, 200ms, 50ms..2s or 1s..5s:uniform");
        return null;
    }

    private static string NameOf(ArgumentResult result) => (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
}
