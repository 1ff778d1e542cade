namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>An API key, or a token of a service account.</summary>
internal sealed record GrafanaKey(long Id, long OrgId, string Name, string Secret)
{
    /// <summary>The service account; null for an API key.</summary>
    public long? AccountId { get; init; }

    /// <summary>The role of an API key.</summary>
    public string Role { get; init; } = "";

    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

    public DateTimeOffset? Expiration { get; set; }

    public bool IsExpired => Expiration <= DateTimeOffset.UtcNow;
}
