using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>The REST form of the API, as curl uses it.</summary>
internal sealed class RestClient(HttpClient http)
{
    public Task<RestAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<RestAnswer> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<RestAnswer> PatchAsync(string path, JsonNode body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<RestAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    /// <summary>Creates the sample under a name of its own and returns the module in the answer.</summary>
    public async Task<JsonElement> CreateAsync(Action<JsonNode>? change = null)
    {
        var body = Sample.Body();
        change?.Invoke(body["module"]!);
        return (await PostAsync("/v1/modules", body)).Ok().At("module");
    }

    /// <summary>Creates the sample and returns its id.</summary>
    public async Task<string> CreateIdAsync(Action<JsonNode>? change = null) => (await CreateAsync(change)).Text("id");

    /// <summary>Gives the module new content, and returns the module in the answer.</summary>
    public async Task<JsonElement> ReviseAsync(string id) => (await PatchAsync(
        $"/v1/modules/{id}",
        new JsonObject { ["module"] = new JsonObject { ["ebpf"] = new JsonObject { ["source"] = Sample.OtherSource() } } }))
        .Ok().At("module");

    /// <summary>Waits until the module's deployment is as expected.</summary>
    public async Task<JsonElement> DeploymentAsync(string id, Predicate<JsonElement> accept, string expectation) =>
        (await Eventually.ResultAsync(
            () => GetAsync($"/v1/modules/{id}/deployment"),
            answer => accept(answer.Ok().At("deployment")),
            expectation)).Json.At("deployment");

    public Task<JsonElement> SettledAsync(string id) => DeploymentAsync(
        id, deployment => deployment.Text("phase") == "DEPLOYMENT_PHASE_SUCCEEDED", "the deployment of the module has succeeded");

    private async Task<RestAnswer> SendAsync(HttpMethod method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await http.SendAsync(request);
        return new RestAnswer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
