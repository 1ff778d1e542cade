using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.Grafana.Tokens;

namespace Tricorder.ApiServer.Grafana.Health;

/// <summary>Whether Grafana answers, and takes our credentials, now.</summary>
internal sealed class GrafanaStatus(GrafanaClients clients, TokenManager tokens, IOptions<GrafanaOptions> options)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public string Url => options.Value.PublicAddress.ToString();

    /// <summary>The version, and what is wrong; either may be empty.</summary>
    public async Task<(string Version, string Problem)> AskAsync(CancellationToken cancellationToken)
    {
        var client = clients.As(tokens);
        var version = "";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            version = (await client.PingAsync(limit.Token)).Text;
            await client.OrganizationAsync(limit.Token);
            return (version, "");
        }
        catch (GrafanaException e)
        {
            return (version, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (version, $"Grafana did not answer within {Timeout.TotalSeconds:0} s.");
        }
    }
}
