using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tricorder.ApiServer.IntegrationTests.Security;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// The wire of a Kubernetes API server, as far as tokens and their pods go, by its rules: its own credentials are checked, a token is
/// good for the audiences it was issued for, and one that is bound to a pod ends with it.
/// </summary>
internal sealed class KubernetesApi : IAsyncDisposable
{
    private const string ServerToken = "the-server-s-own-token";

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, IssuedToken> _tokens = [];
    private readonly HashSet<string> _pods = [];
    private readonly string _config = Path.GetTempFileName();

    private KubernetesApi(WebApplication app) => _app = app;

    /// <summary>Before 1.30 a token does not say which node it is for.</summary>
    public bool TellsNodes { get; set; } = true;

    public bool IsDown { get; set; }

    /// <summary>Old clusters, and those without the usual binding, publish no keys.</summary>
    public bool TellsKeys { get; set; } = true;

    /// <summary>Whether the server's role has the right to review tokens.</summary>
    public bool MayReview { get; set; } = true;

    public int Reviews { get; private set; }

    public KubernetesObjects Objects { get; } = new();

    public string[] ServerSettings =>
        ["--Kubernetes:Mode=KubeConfig", $"--Kubernetes:KubeConfig={_config}", "--Security:AgentServiceAccount=tricorder/agent"];

    public static async Task<KubernetesApi> StartAsync()
    {
        var api = new KubernetesApi(LoopbackApp.Create());
        api._app.Use(api.GuardAsync);
        api._app.MapPost("/apis/authentication.k8s.io/v1/tokenreviews", (RequestDelegate)api.ReviewAsync);
        api._app.MapGet("/openid/v1/jwks", (RequestDelegate)api.KeysAsync);
        api._app.MapGet("/api/v1/namespaces/{space}/pods/{name}", (RequestDelegate)api.PodAsync);
        foreach (var path in new[]
        {
            "api/v1/nodes",
            "api/v1/namespaces",
            "api/v1/pods",
            "api/v1/endpoints",
            "api/v1/services",
            "apis/apps/v1/replicasets",
            "apis/apps/v1/deployments",
        })
        {
            api._app.MapGet(path, (RequestDelegate)api.Objects.ServeAsync);
        }

        await api._app.StartAsync();
        await File.WriteAllTextAsync(api._config, $$"""
            apiVersion: v1
            kind: Config
            current-context: test
            contexts:
            - name: test
              context: { cluster: test, user: test }
            clusters:
            - name: test
              cluster:
                server: {{api._app.Urls.Single()}}
            users:
            - name: test
              user:
                token: {{ServerToken}}
            """);
        return api;
    }

    /// <summary>A token of a pod's service account; no pod = one that is bound to nothing.</summary>
    public string Issue(string account, string? pod, string node, string audience = "tricorder-apiserver")
    {
        var claims = Claims(account, audience);
        var token = TestIssuer.Sign(Header(), claims, bytes => _key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        _tokens[token] = new IssuedToken(account, pod, node, audience);
        if (pod is not null)
        {
            _pods.Add(pod);
        }

        return token;
    }

    /// <summary>A token that says all that one of Kubernetes says, and is signed by somebody else.</summary>
    public static string MakeUp(string account, RSA key, string audience = "tricorder-apiserver") =>
        TestIssuer.Sign(
            Header(), Claims(account, audience), bytes => key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public void DeletePod(string pod) => _pods.Remove(pod);

    public static string UidOf(string pod) => "uid-of-" + pod;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        File.Delete(_config);
        _key.Dispose();
    }

    private static JsonObject Header() => new() { ["alg"] = "RS256", ["kid"] = "cluster-key" };

    private static JsonObject Claims(string account, string audience)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["iss"] = "https://kubernetes.default.svc",
            ["sub"] = "system:serviceaccount:" + account.Replace('/', ':'),
            ["aud"] = new JsonArray(audience),
            ["iat"] = now,
            ["exp"] = now + 3600,
            ["jti"] = Guid.NewGuid().ToString(),
        };
    }

    private Task KeysAsync(HttpContext context)
    {
        if (!TellsKeys)
        {
            context.Response.StatusCode = 403;
            return context.Response.WriteAsync(
                """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403}""");
        }

        var key = _key.ExportParameters(false);
        context.Response.ContentType = "application/jwk-set+json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    use = "sig",
                    kty = "RSA",
                    kid = "cluster-key",
                    alg = "RS256",
                    n = Base64Url.EncodeToString(key.Modulus),
                    e = Base64Url.EncodeToString(key.Exponent),
                },
            },
        }));
    }

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (IsDown || context.Request.Headers.Authorization != $"Bearer {ServerToken}")
        {
            context.Response.StatusCode = IsDown ? 503 : 401;
            return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure"}""");
        }

        context.Response.ContentType = "application/json";
        return next(context);
    }

    private async Task ReviewAsync(HttpContext context)
    {
        Reviews++;
        if (!MayReview)
        {
            context.Response.StatusCode = 403;
            await context.Response.WriteAsync(
                """
                {"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,
                "message":"tokenreviews.authentication.k8s.io is forbidden: User \"system:serviceaccount:tricorder:apiserver\" cannot create"}
                """);
            return;
        }

        var review = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        var asked = review["spec"]!["audiences"]!.AsArray().Select(audience => audience!.GetValue<string>());
        var isGood = _tokens.TryGetValue(review["spec"]!["token"]!.GetValue<string>(), out var token)
            && asked.Contains(token.Audience) && (token.Pod is null || _pods.Contains(token.Pod));
        review["status"] = !isGood ? new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" } : new JsonObject
        {
            ["authenticated"] = true,
            ["audiences"] = new JsonArray(token!.Audience),
            ["user"] = new JsonObject
            {
                ["username"] = "system:serviceaccount:" + token.Account.Replace('/', ':'),
                ["extra"] = Extra(token),
            },
        };
        context.Response.StatusCode = 201;
        await context.Response.WriteAsync(review.ToJsonString());
    }

    private JsonObject Extra(IssuedToken token)
    {
        var extra = new JsonObject();
        if (token.Pod is not null)
        {
            extra["authentication.kubernetes.io/pod-name"] = new JsonArray(token.Pod);
            extra["authentication.kubernetes.io/pod-uid"] = new JsonArray(UidOf(token.Pod));
            if (TellsNodes)
            {
                extra["authentication.kubernetes.io/node-name"] = new JsonArray(token.Node);
            }
        }

        return extra;
    }

    private Task PodAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (!_pods.Contains(name))
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}""");
        }

        var node = _tokens.Values.First(token => token.Pod == name).Node;
        return context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            apiVersion = "v1",
            kind = "Pod",
            metadata = new { name, uid = UidOf(name) },
            spec = new { nodeName = node, containers = Array.Empty<object>() },
        }));
    }

    private sealed record IssuedToken(string Account, string? Pod, string Node, string Audience);
}
