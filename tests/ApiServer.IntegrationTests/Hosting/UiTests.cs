using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>The Web UI as the server gives it to a browser. `make build` puts it into the program.</summary>
public sealed partial class UiTests
{
    private ServerProcess _server = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await ServerProcess.StartAsync("--Security:RequireAuth=true");
        _http = new HttpClient { BaseAddress = new Uri(_server.Web) };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [TestCase("/")]
    [TestCase("/modules")]
    [TestCase("/modules/new")]
    [TestCase("/modules/0190-id")]
    [TestCase("/agents/0190-id?tab=x")]
    [TestCase("/status")]
    public async Task Page_OfEachAddress_IsThereForEverybodyAndRunsNothingForeign(string path)
    {
        using var answer = await _http.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/html")));
        Assert.That(policy, Does.Contain("default-src 'none'")
            .And.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'").And.Not.Contain("unsafe"));
        Assert.That(text, Does.Contain($"content=\"{Nonce().Match(policy).Groups[1].Value}\"").And.Not.Contain("__CSP_NONCE__"));
        Assert.That(answer.Headers.CacheControl!.NoStore, "each has a nonce of its own");
    }

    [Test]
    public async Task Page_EachTime_HasAnotherNonce()
    {
        var (one, other) = (await _http.GetStringAsync("/"), await _http.GetStringAsync("/"));

        Assert.That(one, Is.Not.EqualTo(other));
    }

    [Test]
    public async Task Script_IsCompressedCachedForEverAndKnownByItsTag()
    {
        var path = Script().Match(await _http.GetStringAsync("/")).Groups[1].Value;
        var sizes = new Dictionary<string, long>();
        foreach (var encoding in new[] { "identity", "gzip", "br", "br;q=0" })
        {
            using var answer = await AskAsync(HttpMethod.Get, path, encoding);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            sizes[encoding] = bytes.Length;
            Assert.That(answer.Content.Headers.ContentEncoding, Is.EqualTo(encoding is "gzip" or "br" ? new[] { encoding } : []));
            Assert.That(answer.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=31536000, immutable"));
            Assert.That(answer.Headers.Vary, Does.Contain("Accept-Encoding"));

            using var again = await AskAsync(HttpMethod.Get, path, encoding, answer.Headers.ETag);
            Assert.That(
                (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length), Is.EqualTo((HttpStatusCode.NotModified, 0)));
        }

        Assert.That(sizes["br"], Is.LessThan(sizes["gzip"]).And.LessThan(sizes["identity"] / 2));
        Assert.That(sizes["br;q=0"], Is.EqualTo(sizes["identity"]));
        using var head = await AskAsync(HttpMethod.Head, path, "br");
        Assert.That((head.StatusCode, head.Content.Headers.ContentLength), Is.EqualTo((HttpStatusCode.OK, sizes["br"])));
    }

    [TestCase("/assets/nothing.js", HttpStatusCode.NotFound)]
    [TestCase("/assets/../../etc/passwd", HttpStatusCode.NotFound)]
    [TestCase("/assets/%2e%2e/%2e%2e/etc/passwd", HttpStatusCode.NotFound)]
    [TestCase("/index.html", HttpStatusCode.NotFound)]
    [TestCase("/modules/a/b/c", HttpStatusCode.NotFound)]
    [TestCase("/v1/nothing", HttpStatusCode.NotFound)]
    [TestCase("/v1/modules", HttpStatusCode.Unauthorized)]
    public async Task Other_Paths_AreNoPages(string path, HttpStatusCode status)
    {
        using var answer = await _http.GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.Not.EqualTo("text/html"));
    }

    [Test]
    public async Task Page_Posted_IsRefused()
    {
        using var answer = await _http.PostAsync("/modules", null);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string encoding, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await _http.SendAsync(request);
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("src=\"(/assets/[^\"]+[.]js)\"")]
    private static partial Regex Script();
}
