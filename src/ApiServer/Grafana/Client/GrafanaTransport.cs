using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>
/// One request to Grafana and its answer, with everything that can go wrong on the way said as a <see cref="GrafanaException"/>.
/// </summary>
internal sealed class GrafanaTransport(IHttpClientFactory clients, TimeProvider time)
{
    public const string ClientName = "grafana";

    /// <summary>In nobody's name.</summary>
    public Task<GrafanaAnswer> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken) =>
        SendOnceAsync(method, path, null, null, cancellationToken);

    /// <summary>
    /// Makes a request in somebody's name. Answers from 200 to 299 and those whose status is in <paramref name="expected"/> are returned;
    /// everything else is thrown.
    /// </summary>
    public async Task<GrafanaAnswer> SendAsync(
        HttpMethod method,
        string path,
        JsonObject? body,
        IGrafanaAuthority authority,
        CancellationToken cancellationToken,
        params HttpStatusCode[] expected)
    {
        var authorization = await authority.AuthorizeAsync(cancellationToken);
        var answer = await SendOnceAsync(method, path, body, authorization, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized && await authority.RefusedAsync(authorization, cancellationToken))
        {
            answer = await SendOnceAsync(method, path, body, await authority.AuthorizeAsync(cancellationToken), cancellationToken);
        }

        return answer.IsSuccess || expected.Contains(answer.Status) ? answer : throw GrafanaFailures.Of(answer);
    }

    private async Task<GrafanaAnswer> SendOnceAsync(
        HttpMethod method, string path, JsonObject? body, string? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (authorization is not null)
        {
            // The framework would make spaces of line breaks.
            if (!authorization.All(c => c is >= ' ' and <= '~') || !request.Headers.TryAddWithoutValidation("Authorization", authorization))
            {
                throw new GrafanaException(
                    GrafanaFailure.Unauthorized, "The credentials for Grafana have characters in them that a header cannot have.");
            }
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body))
            {
                Headers = { ContentType = new("application/json") },
            };
        }

        try
        {
            using var client = clients.CreateClient(ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return await GrafanaAnswer.ReadAsync(response, time, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or BrokenCircuitException or IOException)
        {
            throw GrafanaFailures.Of(e);
        }
    }
}
