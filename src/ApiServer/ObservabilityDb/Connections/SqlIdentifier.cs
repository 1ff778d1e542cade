namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>The one place where names become part of SQL text.</summary>
internal static class SqlIdentifier
{
    public static string Quote(string name) => name.Length > 0 && !name.Contains('\0')
        ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : throw new ArgumentException("A name must have a character, and no NUL.", nameof(name));
}
