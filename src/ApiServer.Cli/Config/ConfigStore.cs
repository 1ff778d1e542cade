using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using YamlDotNet.Core;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>The file with contexts. Only its owner may read it; a write replaces it whole.</summary>
internal sealed class ConfigStore(string path)
{
    private const string PathVariable = "TRICORDER_CONFIG";
    private const string HomeVariable = "XDG_CONFIG_HOME";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    public static ConfigStore OfUser()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path)
        {
            return new ConfigStore(path);
        }

        var home = Environment.GetEnvironmentVariable(HomeVariable) is { Length: > 0 } given
            ? given
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        return new ConfigStore(System.IO.Path.Combine(home, "tricorder", "config.yaml"));
    }

    public ConfigFile Read()
    {
        if (!File.Exists(Path))
        {
            return new ConfigFile();
        }

        try
        {
            var node = Yaml.Read(File.ReadAllText(Path)).FirstOrDefault();
            return (node?.Deserialize(ConfigJson.Default.ConfigFile) ?? new ConfigFile()).WithoutNulls();
        }
        catch (Exception exception) when (exception is JsonException or YamlException)
        {
            throw new CliException(ExitCode.WrongUsage, $"{Path} can not be read: {exception.Message}");
        }
    }

    public void Write(ConfigFile config)
    {
        System.IO.Directory.CreateDirectory(Directory);
        var text = Yaml.Write(JsonSerializer.SerializeToNode(config, ConfigJson.Default.ConfigFile) ?? new JsonObject());
        var next = $"{Path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(next, options))
        {
            writer.Write(text);
        }

        File.Move(next, Path, overwrite: true);
    }
}
