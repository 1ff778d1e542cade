using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>Asks Grafana on behalf of a caller, who is told in the API's terms what went wrong.</summary>
internal sealed class GrafanaCalls(GrafanaClients clients, TokenManager tokens)
{
    public async Task<T> AskAsync<T>(Func<GrafanaClient, Task<T>> ask)
    {
        try
        {
            return await ask(clients.As(tokens));
        }
        catch (GrafanaException e)
        {
            throw ToDomain(e);
        }
    }

    public static DomainException ToDomain(GrafanaException failure) => failure.IsTransient
        ? new UnavailableException("GRAFANA_" + failure.Reason, failure.Message, failure.RetryAfter ?? TimeSpan.FromSeconds(5), failure)
        : new FailedPreconditionException("GRAFANA_" + failure.Reason, "grafana", failure.Message);
}
