namespace Tricorder.ApiServer.Storage;

/// <summary>Section <c>Storage</c>.</summary>
internal sealed record StorageOptions
{
    public const string Section = "Storage";
    public const string NewKeysKey = $"{Section}:{nameof(AcceptNewKeys)}";
    public const string PathKey = $"{Section}:{nameof(SqlitePath)}";

    /// <summary>The SQLite file; relative to the directory the server is started in.</summary>
    public string SqlitePath { get; init; } = "data/apiserver.db";

    /// <summary>For one start, where the keys are lost for good: what they protected is given up, and new keys are taken.</summary>
    public bool AcceptNewKeys { get; init; }
}
