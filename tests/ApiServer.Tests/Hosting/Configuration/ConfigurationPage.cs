using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tricorder.ApiServer.Hosting.Configuration;

namespace Tricorder.ApiServer.Tests.Hosting.Configuration;

/// <summary>docs/configuration.md, made of the options records, their validators and the defaults that are compiled in.</summary>
internal static partial class ConfigurationPage
{
    private const string Logging = "Logging";

    private const string Head = """
        # Configuration

        This page is generated from the options of the server. Do not edit it: change the doc comment of the option, and rewrite the page as
        [contributing](contributing.md#the-page-of-settings) says.

        The server reads `appsettings.json` beside the program, then the environment, then the command line. The last one wins.

        | where | how `Storage:SqlitePath` is written |
        | --- | --- |
        | `appsettings.json` | `{"Storage": {"SqlitePath": "/var/lib/apiserver/apiserver.db"}}` |
        | environment | `APISERVER_Storage__SqlitePath=/var/lib/apiserver/apiserver.db` |
        | command line | `--Storage:SqlitePath=/var/lib/apiserver/apiserver.db` |

        - A key that does not exist, or a value that is not valid, stops the start with one line that names the key.
        - The server reads settings once, at the start. It reads the files that a setting names again when they change (certificates, secrets).
        - At the start the log shows all settings in effect, without secrets. `--help` prints all keys with their defaults.
        - A duration is `hours:minutes:seconds`, with days before a dot: `00:00:15` is 15 seconds, `30.00:00:00` is 30 days, `00:00:00.1` is
          100 milliseconds.
        - Each secret has a second key that ends with `File`. Give the file in production: arguments can be read by others on the machine.
        - A range holds while all other keys have their defaults. "default" is what is compiled in; `-` means empty.

        """;

    private const string LoggingText = """
        ## Logging

        The lowest level that is logged, by category: `Trace`, `Debug`, `Information`, `Warning`, `Error`, `Critical` or `None`. Any category may
        be added, such as `Logging:LogLevel:Tricorder.ApiServer.Grafana=Debug`. Libraries that tell of each failed call are silent by default.

        | key | default |
        | --- | --- |

        """;

    private static IReadOnlyList<KeyValuePair<string, string>> Defaults { get; } = ReadDefaults();

    /// <summary>All options records of the server, by section, as appsettings.json has the sections.</summary>
    public static IReadOnlyList<Type> Options { get; } =
    [
        .. typeof(KeyCatalogue).Assembly.GetTypes()
            .Where(type => type.IsClass && type.Name.EndsWith("Options", StringComparison.Ordinal) && IsRecord(type))
            .OrderBy(type => FirstKey(type)),
    ];

    public static IEnumerable<string> DocumentedKeys(string page) =>
        page.Split('\n').Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups["key"].Value);

    public static IEnumerable<string> Keys => Defaults.Select(pair => pair.Key);

    public static string Write()
    {
        var page = new StringBuilder(Head);
        var section = "";
        foreach (var type in Options)
        {
            if (OptionDocument.Section(type) != section)
            {
                section = OptionDocument.Section(type);
                page.Append($"\n## {section}\n");
            }

            var about = OptionDocument.About(type);
            page.Append(about.Length > 0 ? $"\n{char.ToUpperInvariant(about[0])}{about[1..]}\n" : "");
            page.Append("\n| key | type | default | range | what it does |\n| --- | --- | --- | --- | --- |\n");
            foreach (var option in OptionDocument.Read(type).OrderBy(option => Position(option.Key)))
            {
                var range = OptionRange.Describe(type, option.Property);
                page.Append($"| `{option.Key}` | {TypeName(option.Property)} | {Shown(Default(option.Key))} | {range} | {option.Text} |\n");
            }
        }

        page.Append('\n').Append(LoggingText);
        foreach (var (key, value) in Defaults.Where(pair => pair.Key.StartsWith($"{Logging}:", StringComparison.Ordinal)))
        {
            page.Append($"| `{key}` | {Shown(value)} |\n");
        }

        return page.Replace("|  |", "| |").ToString();
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static int FirstKey(Type type) => OptionDocument.Read(type).Min(option => Position(option.Key));

    private static int Position(string key)
    {
        var position = Defaults.Select(pair => pair.Key).ToList().IndexOf(key);
        return position >= 0 ? position : throw new InvalidOperationException($"appsettings.json has no {key}.");
    }

    private static string Default(string key) => Defaults[Position(key)].Value;

    private static string Shown(string value) => value.Length > 0 ? $"`{value}`" : "-";

    private static string TypeName(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(TimeSpan) ? "duration"
            : type == typeof(bool) ? "`true` or `false`"
            : type == typeof(int) || type == typeof(long) ? "number"
            : type.IsEnum ? "one of"
            : type == typeof(string) ? "text"
            : "list";
    }

    private static IReadOnlyList<KeyValuePair<string, string>> ReadDefaults()
    {
        using var stream = KeyCatalogue.OpenDefaults();
        using var document = JsonDocument.Parse(stream);
        return [.. Leaves("", document.RootElement)];
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string key, JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(member => Leaves(key.Length > 0 ? $"{key}:{member.Name}" : member.Name, member.Value))
            : [KeyValuePair.Create(key, element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText())];

    [GeneratedRegex(@"^\| `(?<key>\w+:[^`]+)` \|")]
    private static partial Regex Row();
}
