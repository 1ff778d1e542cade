using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>An identity provider on loopback, with real keys: discovery, keys, the code flow with PKCE.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "tricorder";
    public const string ClientId = "tricorder-ui";
    public const string ClientSecret = "the-client-secret-of-the-tests";

    private readonly WebApplication _app;
    private readonly Dictionary<string, (string Challenge, string Nonce)> _codes = [];
    private RSA _key = RSA.Create(2048);
    private string _keyId = "key-1";

    private TestIssuer(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    public RSA Key => _key;

    public string KeyId => _keyId;

    /// <summary>What clients must know now.</summary>
    public string Secret { get; set; } = ClientSecret;

    /// <summary>The groups of whoever signs in.</summary>
    public string[] Groups { get; set; } = ["platform"];

    public string[] ServerSettings =>
    [
        $"--Security:Oidc:Authority={Address}",
        $"--Security:Oidc:Audience={Audience}",
        "--Security:Oidc:Roles=admin=platform;deployer=sre;author=dev;viewer=staff",
        "--Security:Oidc:RoleClaim=realm_access.roles",
        $"--Security:Oidc:ClientId={ClientId}",
        $"--Security:Oidc:ClientSecret={PlantedSecrets.Add(ClientSecret)}",
    ];

    public static async Task<TestIssuer> StartAsync()
    {
        var issuer = new TestIssuer(LoopbackApp.Create());
        issuer.Map();
        await issuer._app.StartAsync();
        issuer.Address = issuer._app.Urls.Single();
        return issuer;
    }

    /// <summary>Signs with a new key from now on, and takes the old one back.</summary>
    public void Rotate()
    {
        _key.Dispose();
        (_key, _keyId) = (RSA.Create(2048), "key-" + Guid.NewGuid().ToString("N"));
    }

    /// <summary>A token as this issuer makes them.</summary>
    public string Token(Action<JsonObject>? change = null, Action<JsonObject>? header = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Address,
            ["aud"] = Audience,
            ["sub"] = "alice",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["realm_access"] = new JsonObject { ["roles"] = new JsonArray([.. Groups.Select(group => (JsonNode?)group)]) },
        };
        change?.Invoke(claims);
        var head = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = _keyId };
        header?.Invoke(head);
        return Sign(head, claims, bytes => _key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var text = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return PlantedSecrets.Add($"{text}.{Encode(sign(Encoding.ASCII.GetBytes(text)))}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private void Map()
    {
        _app.MapGet(
            "/.well-known/openid-configuration", (RequestDelegate)(context => context.Response.WriteAsync(JsonSerializer.Serialize(new
            {
                issuer = Address,
                jwks_uri = Address + "/keys",
                authorization_endpoint = Address + "/authorize",
                token_endpoint = Address + "/token",
            }))));
        _app.MapGet("/keys", (RequestDelegate)(context =>
        {
            var key = _key.ExportParameters(false);
            return context.Response.WriteAsync(JsonSerializer.Serialize(new
            {
                keys = new[]
                {
                    new { kty = "RSA", use = "sig", alg = "RS256", kid = _keyId, n = Encode(key.Modulus!), e = Encode(key.Exponent!) },
                },
            }));
        }));
        _app.MapGet("/authorize", (RequestDelegate)(context =>
        {
            var query = context.Request.Query;
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = (query["code_challenge"].ToString(), query["nonce"].ToString());
            context.Response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
            return Task.CompletedTask;
        }));
        _app.MapPost("/token", (RequestDelegate)GiveTokenAsync);
    }

    private async Task GiveTokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var isKnown = _codes.Remove(form["code"].ToString(), out var code);
        var challenge = Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!isKnown || code.Challenge != challenge || form["client_secret"] != Secret || form["client_id"] != ClientId)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("{\"error\":\"invalid_grant\"}");
            return;
        }

        var idToken = Token(claims =>
        {
            claims["aud"] = ClientId;
            claims["nonce"] = code.Nonce;
        });
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            JsonSerializer.Serialize(new { access_token = Token(), id_token = idToken, token_type = "Bearer", expires_in = 300 }));
    }
}
