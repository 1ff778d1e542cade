using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using Tricorder.ApiServer.Parsing;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>The kinds of values that options have, each with an error that says what would be right.</summary>
internal static class OptionKinds
{
    public static Option<Uri?> Address(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "url",
        CustomParser = result => ServerUri.TryParse(result.Text(), out var address)
            ? address
            : result.Wrong<Uri>("is not the address of a server; write for example https://apiserver:50051 or 127.0.0.1:50051"),
    };

    /// <summary>Any text. <paramref name="value"/> stands for it in the help, and a shell offers the candidates.</summary>
    public static Option<string?> Text(
        string name, string value, string description, Func<CompletionContext, IEnumerable<CompletionItem>>? candidates = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        if (candidates is not null)
        {
            option.CompletionSources.Add(candidates);
        }

        return option;
    }

    public static Option<TimeSpan?> Time(string name, string description) =>
        GivenValue.TimeOption(name, description, "30s, 5m or 7d", TimeText.Max);

    public static Option<int> Number(string name, string description, int usual, int least, int most, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = "number",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
                int.TryParse(result.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number >= least && number <= most
                    ? number
                    : result.Wrong<int>($"is not a whole number from {least} to {most}"),
        };

    /// <summary>A number that may be left out.</summary>
    public static Option<int?> Count(string name, string description, int most = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result =>
            int.TryParse(result.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
                ? number
                : result.Wrong<int?>($"is not a whole number from 0 to {most}"),
    };

    /// <summary>One of the values of an enum, typed in lower case with dashes; not given: the first.</summary>
    public static Option<T> Choice<T>(string name, string description, params string[] aliases)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(EnumText.Of, value => value, StringComparer.OrdinalIgnoreCase);
        var option = new Option<T>(name, aliases)
        {
            Description = description,
            HelpName = string.Join('|', names.Keys),
            CustomParser = result =>
                names.TryGetValue(result.Text(), out var value) ? value : result.Wrong<T>($"is none of {string.Join(", ", names.Keys)}"),
        };
        Offer(option.CompletionSources, names.Keys);
        return option;
    }

    /// <summary>One of the values of an enum of the API, without its prefix; not given: the zero value.</summary>
    public static Option<T> ApiChoice<T>(string name, string description)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().Where(value => Convert.ToInt32(value, CultureInfo.InvariantCulture) != 0)
            .ToDictionary(EnumText.Of, value => value, StringComparer.OrdinalIgnoreCase);
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', names.Keys),
            CustomParser = result =>
                names.TryGetValue(result.Text(), out var value) ? value : result.Wrong<T>($"is none of {string.Join(", ", names.Keys)}"),
        };
        Offer(option.CompletionSources, names.Keys);
        return option;
    }

    /// <summary>The same as an argument.</summary>
    public static Argument<T> ChoiceArgument<T>(string name, string description)
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(EnumText.Of, value => value, StringComparer.OrdinalIgnoreCase);
        var argument = new Argument<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', names.Keys),
            CustomParser = result =>
                names.TryGetValue(result.Text(), out var value) ? value : result.Wrong<T>($"is none of {string.Join(", ", names.Keys)}"),
        };
        Offer(argument.CompletionSources, names.Keys);
        return argument;
    }

    /// <summary>Instead of the names that the enum has in code.</summary>
    private static void Offer(List<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, IEnumerable<string> names)
    {
        sources.Clear();
        sources.Add([.. names]);
    }
}
