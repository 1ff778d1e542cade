using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>A token of ours in Grafana, with its secret.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="Name">Its name in Grafana.</param>
/// <param name="Key">The secret.</param>
/// <param name="GrafanaId">Grafana's number of it.</param>
/// <param name="AccountId">The service account that it belongs to; 0: it is an API key.</param>
/// <param name="CreateTime">When Grafana gave it.</param>
internal sealed record ManagedToken(string Id, string Name, string Key, long GrafanaId, long AccountId, DateTimeOffset CreateTime)
{
    public string Authorization => FixedAuthority.TokenValue(Key);

    // A record would write its secret wherever it is formatted.
    public override string ToString() => $"token '{Name}'";
}
