using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tricorder.ApiServer.Grafana.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.IntegrationTests.Support.Grafana;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>The way to Grafana: names, ports, TLS, and a Grafana that is away for a while.</summary>
public sealed class GrafanaReachTests
{
    [Test]
    public async Task Tls_CertificateNobodyVouchesFor_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var grafana = await GrafanaServer.StartAsync(GrafanaProfile.V13, certificate);
        await using var host = new GrafanaClientHost(grafana.ServerSettings);

        var failure = GrafanaFailureOf(() => host.Client.PingAsync(CancellationToken.None));

        Assert.That(failure.Failure, Is.EqualTo(GrafanaFailure.TlsFailure));
        Assert.That(failure.Message, Does.StartWith("No TLS connection to Grafana: ").And.EndsWith("that this machine trusts its CA."));
        Assert.That(grafana.Calls, Is.Empty);
    }

    [Test]
    public async Task Tls_WhereThereIsNone_IsSaid()
    {
        await using var grafana = await GrafanaServer.StartAsync(GrafanaProfile.V13);
        await using var host = new GrafanaClientHost($"--Grafana:Url=https://127.0.0.1:{grafana.Url.Port}", "--Grafana:Token=x");

        Assert.That(GrafanaFailureOf(() => host.Client.PingAsync(CancellationToken.None)).Failure, Is.EqualTo(GrafanaFailure.TlsFailure));
    }

    [TestCase("http://127.0.0.1:1", "Grafana cannot be reached: Connection refused.")]
    [TestCase("http://grafana.invalid", "The host name in Grafana:Url is not known.")]
    public async Task Address_WhereNobodyIs_IsUnreachable(string url, string message)
    {
        await using var host = new GrafanaClientHost($"--Grafana:Url={url}", "--Grafana:Token=x");

        var failure = GrafanaFailureOf(() => host.Client.PingAsync(CancellationToken.None));

        Assert.That((failure.Failure, failure.Message, failure.IsTransient), Is.EqualTo((GrafanaFailure.Unreachable, message, true)));
    }

    [Test]
    public async Task Grafana_AwayForAWhile_IsLeftAloneAndFoundAgain()
    {
        await using var grafana = await GrafanaServer.StartAsync(GrafanaProfile.V11);
        await using var host = new GrafanaClientHost(grafana.ServerSettings);
        await host.Client.PingAsync(CancellationToken.None);
        await grafana.StopAsync();

        await Eventually.TrueAsync(
            () => GrafanaFailureOf(() => host.Client.PingAsync(CancellationToken.None)).Message
                .Contains("left alone", StringComparison.Ordinal),
            "it is left alone");
        var said = GrafanaFailureOf(() => host.Client.PingAsync(CancellationToken.None));
        await grafana.StartAgainAsync();

        Assert.That((said.Failure, said.RetryAfter), Is.EqualTo((GrafanaFailure.Unreachable, TimeSpan.FromSeconds(5))));
        await Eventually.ResultAsync(() => host.Client.PingAsync(CancellationToken.None), _ => true, "it is found again");
        Assert.That(host.Log.Where(line => line.StartsWith("Grafana ", StringComparison.Ordinal)).Select(line => line.Trim()),
            Is.EqualTo(["Grafana does not answer; it is left alone for 00:00:05", "Grafana answers again"]));
    }

    [Test]
    public async Task Url_WithASubPathAndALogin_IsUsedAsItIs()
    {
        await using var proxy = LoopbackApp.Create();
        var seen = new List<string>();
        Microsoft.AspNetCore.Builder.RunExtensions.Run(proxy, async context =>
        {
            seen.Add($"{context.Request.Path} {context.Request.Headers.Authorization}");
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync("""{"id":1,"name":"Main Org."}"""u8.ToArray());
        });
        await proxy.StartAsync();
        await using var host = new GrafanaClientHost(
            $"--Grafana:Url=http://me:pa%20ss@127.0.0.1:{new Uri(proxy.Urls.Single()).Port}/grafana");

        await host.Client.OrganizationAsync(CancellationToken.None);

        Assert.That(seen, Is.EqualTo(["/grafana/api/org " + FixedAuthority.BasicValue("me", "pa ss")]));
        Assert.That(host.Options.PublicAddress.ToString(), Does.Not.Contain("me").And.EndsWith("/grafana/"));
    }

    [Test]
    public async Task TokenFile_ThatChanges_IsReadAgain()
    {
        await using var grafana = await GrafanaServer.StartAsync(GrafanaProfile.V13);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "stale\n");
        await using var host = new GrafanaClientHost($"--Grafana:Url={grafana.Url}", $"--Grafana:TokenFile={file}");
        Assert.That(
            GrafanaFailureOf(() => host.Client.OrganizationAsync(CancellationToken.None)).Failure, Is.EqualTo(GrafanaFailure.Unauthorized));

        await File.WriteAllTextAsync(file, grafana.AddToken("Admin") + "\n");
        await host.Client.OrganizationAsync(CancellationToken.None);

        // Secrets that are mounted are away for a moment while they are changed.
        File.Delete(file);
        await host.Client.OrganizationAsync(CancellationToken.None);
    }

    [Test]
    public async Task Token_WithALineBreakInIt_IsRefusedBeforeItIsSent()
    {
        await using var grafana = await GrafanaServer.StartAsync(GrafanaProfile.V13);
        await using var host = new GrafanaClientHost(grafana.ServerSettings);

        var failure = GrafanaFailureOf(() => host.As(FixedAuthority.Token("glsa_a\r\nX: y")).OrganizationAsync(CancellationToken.None));

        Assert.That((failure.Failure, grafana.Calls.Count), Is.EqualTo((GrafanaFailure.Unauthorized, 0)));
    }

    private static GrafanaException GrafanaFailureOf(Func<Task> call) => Assert.ThrowsAsync<GrafanaException>(async () => await call())!;
}
