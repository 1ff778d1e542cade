using System.Reflection;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>A numbered script that brings the schema one step on. Once released it is never changed again.</summary>
internal sealed record MigrationScript(string Name, string Sql)
{
    private const string Folder = "Tricorder.ApiServer.Storage.Sqlite.Schema.";

    /// <summary>The scripts of this build, in order.</summary>
    public static IReadOnlyList<MigrationScript> Embedded { get; } = Load();

    private static MigrationScript[] Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal));
        return [.. names.Order(StringComparer.Ordinal).Select(name => new MigrationScript(name[Folder.Length..], Read(assembly, name)))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
