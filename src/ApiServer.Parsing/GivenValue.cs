using System.CommandLine;
using System.CommandLine.Parsing;

namespace Tricorder.ApiServer.Parsing;

/// <summary>The value of an option or argument as it was typed, and what to say of one that is wrong.</summary>
internal static class GivenValue
{
    public static string Text(this ArgumentResult result) => result.Tokens[0].Value;

    /// <summary>Adds the error that this value <paramref name="text"/>, such as "is not a number; write for example 5".</summary>
    public static T? Wrong<T>(this ArgumentResult result, string text)
    {
        var name = (result.Parent as OptionResult)?.Option.Name ?? result.Argument.Name;
        result.AddError($"{name}: '{result.Text()}' {text}");
        return default;
    }

    /// <summary>An option with a time that is not zero.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="examples">Such as "30s, 5m or 7d".</param>
    /// <param name="longest">The longest that is taken.</param>
    public static Option<TimeSpan?> TimeOption(string name, string description, string examples, TimeSpan longest) => new(name)
    {
        Description = description,
        HelpName = "time",
        CustomParser = result => TimeText.TryParse(result.Text(), longest, out var time) && time > TimeSpan.Zero
            ? time
            : result.Wrong<TimeSpan?>($"is not a time; write for example {examples}"),
    };
}
