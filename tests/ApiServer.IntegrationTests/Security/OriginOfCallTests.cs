using System.Net;
using System.Text;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>What other pages and proxies make of a request, on a server that asks nobody who they are.</summary>
public sealed class OriginOfCallTests
{
    [TestCase("Host", "evil.example", "HOST_NOT_ALLOWED")]
    [TestCase("Origin", "https://evil.example", "ORIGIN_NOT_ALLOWED")]
    [TestCase("Origin", "null", "ORIGIN_NOT_ALLOWED")]
    public async Task CrossSitePost_OnOpenServer_IsRefusedAndOnRecord(string header, string value, string reason)
    {
        await using var server = await ServerProcess.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/modules:batchDeploy")
        {
            Content = new StringContent("{\"all\":true,\"target\":\"DEPLOYMENT_TARGET_UNDEPLOYED\"}", Encoding.UTF8, "text/plain"),
        };
        request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await server.Http.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(reason));
        await Eventually.TrueAsync(
            async () => (await DeniedAsync(server)).Any(one => one.Message.Contains(reason)), "the refusal is an event");
    }

    [Test]
    public async Task ForwardedFor_FromAStranger_IsNotBelieved()
    {
        await using var server = await ServerProcess.StartAsync("--Security:RequireAuth=true", "--Security:FailedLoginsPerMinute=1000");

        Assert.That(await AddressOnRecordAsync(server, "203.0.113.7"), Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task ForwardedFor_FromATrustedProxy_IsWhoCalls()
    {
        await using var server = await ServerProcess.StartAsync("--Security:RequireAuth=true", "--Security:TrustedProxies=127.0.0.0/8");

        Assert.That(await AddressOnRecordAsync(server, "203.0.113.7"), Is.EqualTo("203.0.113.7"));
    }

    private static async Task<string> AddressOnRecordAsync(ServerProcess server, string forwardedFor)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/modules") { Headers = { { "X-Forwarded-For", forwardedFor } } };
        using var answer = await server.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        var rows = await Eventually.ResultAsync(
            () => Task.FromResult(StoreRows.Read(server, "SELECT client_address FROM event WHERE kind = $value", "CALL_DENIED")),
            found => found.Count > 0,
            "the refusal is an event");
        return (string)rows[0]["client_address"];
    }

    private static async Task<IReadOnlyList<Event>> DeniedAsync(ServerProcess server) =>
        (await new EventService.EventServiceClient(server.Channel).ListEventsAsync(new ListEventsRequest { Kind = "CALL_DENIED" })).Events;
}
