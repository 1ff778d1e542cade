using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>`config view`.</summary>
internal static class ConfigView
{
    public static Command Create() => new ApiCommand(
        "view",
        "Show the file with contexts as YAML, without the secrets in it.",
        "tricorder config view",
        "tricorder config view -o json | jq -r .currentContext").Runs((session, _, _) =>
    {
        var document = Document(session.Config.Read());
        session.Terminal.Out.Write(session.Printer.Format == OutputFormat.Json ? $"{ProtoText.Json(document)}\n" : Yaml.Write(document));
        session.Terminal.Error.WriteLine(
            File.Exists(session.Config.Path) ? $"This is {session.Config.Path}." : $"There is no {session.Config.Path}.");
        return Task.FromResult(ExitCode.Ok);
    });

    public static JsonNode Document(ConfigFile config)
    {
        var shown = config with { Contexts = config.Contexts.ConvertAll(ConfigContexts.Redact) };
        return JsonSerializer.SerializeToNode(shown, ConfigJson.Default.ConfigFile)!;
    }
}
