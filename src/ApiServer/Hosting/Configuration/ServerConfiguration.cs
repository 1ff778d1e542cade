using System.Collections;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>The sources of configuration, later ones winning, each checked for keys that do not exist.</summary>
internal static class ServerConfiguration
{
    private const string Prefix = "APISERVER_";
    private const string FileName = "appsettings.json";

    public static void Load(IConfigurationBuilder configuration, IReadOnlyDictionary<string, string?> commandLine)
    {
        configuration.AddJsonStream(KeyCatalogue.OpenDefaults());
        configuration.AddInMemoryCollection(FromFile(Path.Combine(AppContext.BaseDirectory, FileName)));
        CheckEnvironment();
        configuration.AddEnvironmentVariables(Prefix);
        configuration.AddInMemoryCollection(commandLine);
    }

    private static List<KeyValuePair<string, string?>> FromFile(string path)
    {
        try
        {
            var settings = new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build().AsEnumerable()
                .Where(pair => pair.Value is not null).ToList();
            return settings.Find(pair => !KeyCatalogue.Shipped.Knows(pair.Key)) is { Key: { } unknown }
                ? throw KeyCatalogue.Shipped.Unknown(unknown, path)
                : settings;
        }
        catch (Exception e) when (e is InvalidDataException or UnauthorizedAccessException or IOException)
        {
            throw new StartupException($"{path} can not be read: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>
    /// Only names with a section are checked: Kubernetes puts variables such as APISERVER_PORT beside ours for a service of that name.
    /// </summary>
    private static void CheckEnvironment()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Contains("__", StringComparison.Ordinal))
            {
                var key = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
                if (!KeyCatalogue.Shipped.Knows(key))
                {
                    throw KeyCatalogue.Shipped.Unknown(key, $"environment variable {name}");
                }
            }
        }
    }
}
