using System.Net;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>A browser as the server sees it: cookies, the CSRF token, and a copy of the cookies for whoever steals them.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly Uri _web;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public TestBrowser(string web)
    {
        _web = new Uri(web);
        _http = Client(_cookies);
    }

    private TestBrowser(Uri web, CookieCollection cookies)
    {
        _web = web;
        _cookies.Add(cookies);
        _http = Client(_cookies);
    }

    public static async Task<TestBrowser> SignedInAsync(string web, string token)
    {
        var browser = new TestBrowser(web);
        using var answer = await browser.SignInAsync(token);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>Another browser with the same cookies.</summary>
    public TestBrowser Copy() => new(_web, _cookies.GetAllCookies());

    public Task<HttpResponseMessage> SignInAsync(string token) =>
        _http.PostAsync("/auth/token", new StringContent(JsonSerializer.Serialize(new { token }), Encoding.UTF8, "application/json"));

    /// <summary>Through the identity provider, which sends the browser back.</summary>
    public async Task SignInWithProviderAsync()
    {
        var address = new Uri(_web, "/auth/login");
        for (var hop = 0; hop < 6; hop++)
        {
            using var answer = await _http.GetAsync(address);
            if (answer.Headers.Location is not { } next)
            {
                return;
            }

            address = new Uri(address, next);
        }

        throw new InvalidOperationException("It redirects for ever.");
    }

    public async Task<HttpStatusCode> SignOutAsync(string? csrfToken = null)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/auth/logout", null, csrfToken);
        return answer.StatusCode;
    }

    public async Task<JsonElement> TellAsync() => JsonDocument.Parse(await _http.GetStringAsync("/auth/session")).RootElement;

    public async Task<HttpStatusCode> StatusAsync(string path = "/v1/modules")
    {
        using var answer = await _http.GetAsync(path);
        return answer.StatusCode;
    }

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _http.GetStringAsync(path)).RootElement;

    /// <summary>A changing call as our pages make it.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string json) =>
        await SendAsync(HttpMethod.Post, path, json, (await TellAsync()).GetProperty("csrfToken").GetString());

    /// <summary>Calls as the Web UI makes them; cookies and CSRF token go with each.</summary>
    public async Task<GrpcChannel> ChannelAsync()
    {
        var csrfToken = (await TellAsync()).GetProperty("csrfToken").GetString();
        var http = new HttpClient(new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler { CookieContainer = _cookies }));
        http.DefaultRequestHeaders.Add("X-CSRF-Token", csrfToken);
        return GrpcChannel.ForAddress(
            _web, new GrpcChannelOptions { HttpClient = http, DisposeHttpClient = true, HttpVersion = HttpVersion.Version11 });
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json, string? csrfToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (csrfToken is not null)
        {
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", csrfToken);
        }

        return await _http.SendAsync(request);
    }

    private HttpClient Client(CookieContainer cookies)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = _web };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("TestBrowser/1.0");
        return http;
    }
}
