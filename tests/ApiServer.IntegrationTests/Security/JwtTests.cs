using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>Bearer tokens of an identity provider, good ones and all kinds of bad ones.</summary>
public sealed class JwtTests
{
    private TestIssuer _issuer = null!;
    private SecuredServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _server = await SecuredServer.StartAsync([.. _issuer.ServerSettings, "--Security:FailedLoginsPerMinute=60000"]);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [TestCase("platform", Role.Admin)]
    [TestCase("sre", Role.Deployer)]
    [TestCase("dev", Role.Author)]
    [TestCase("staff", Role.Viewer)]
    [TestCase("staff,sre,other", Role.Deployer)]
    public async Task Groups_OfAUser_GiveTheHighestRole(string groups, Role role)
    {
        var token = _issuer.Token(claims => claims["realm_access"] = new JsonObject
        {
            ["roles"] = new JsonArray([.. groups.Split(',').Select(group => (JsonNode?)group)]),
        });

        var caller = await new TokenService.TokenServiceClient(_server.Native(token)).GetCallerAsync(new GetCallerRequest());

        Assert.That((caller.Actor, caller.Role), Is.EqualTo(("user:alice", role)));
        Assert.That(caller.ExpireTime.ToDateTime(), Is.EqualTo(DateTime.UtcNow.AddSeconds(300)).Within(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task GoodToken_InEveryForm_IsTaken()
    {
        var token = _issuer.Token();

        Assert.That(
            (await new TokenService.TokenServiceClient(_server.Web(token)).GetCallerAsync(new GetCallerRequest())).Actor,
            Is.EqualTo("user:alice"));
        using var rest = await _server.Http(token).GetAsync("/v1/caller");
        Assert.That(rest.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void User_InNoKnownGroup_IsDenied()
    {
        var token = _issuer.Token(claims => claims["realm_access"] = new JsonObject());

        Assert.That(Refused(token), Is.EqualTo((StatusCode.PermissionDenied, "NO_ROLE")));
    }

    private static IEnumerable<TestCaseData> BadTokens()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        yield return Bad(
            "expired",
            issuer => issuer.Token(claims => (claims["iat"], claims["nbf"], claims["exp"]) = (now - 900, now - 900, now - 120)),
            "TOKEN_EXPIRED");
        yield return Bad(
            "not yet valid",
            issuer => issuer.Token(claims => (claims["nbf"], claims["exp"]) = (now + 3600, now + 7200)),
            "TOKEN_NOT_YET_VALID");
        yield return Bad("issued in the future", issuer => issuer.Token(claims => claims["iat"] = now + 3600), "TOKEN_NOT_YET_VALID");
        yield return Bad("without end", issuer => issuer.Token(claims => claims.Remove("exp")), "TOKEN_WITHOUT_END");
        yield return Bad("for another service", issuer => issuer.Token(claims => claims["aud"] = "other"), "WRONG_AUDIENCE");
        yield return Bad("for nobody", issuer => issuer.Token(claims => claims.Remove("aud")), "WRONG_AUDIENCE");
        yield return Bad("of another issuer", issuer => issuer.Token(claims => claims["iss"] = "https://evil.example"), "WRONG_ISSUER");
        yield return Bad("without a name", issuer => issuer.Token(claims => claims.Remove("sub")), "NAME_MISSING");
        yield return Bad(
            "with a name too long", issuer => issuer.Token(claims => claims["sub"] = new string('a', 257)), "NAME_INVALID");
        yield return Bad(
            "with a name that turns text around", issuer => issuer.Token(claims => claims["sub"] = "a\u202Eb"), "NAME_INVALID");
        yield return Bad("with a name that lost a letter", issuer => issuer.Token(claims => claims["sub"] = "Andr\uFFFD"), "NAME_INVALID");
        yield return Bad(
            "with a critical header that nobody knows",
            issuer => issuer.Token(header: header => (header["crit"], header["exp-x"]) = (new JsonArray("exp-x"), 1)),
            "TOKEN_CRITICAL_HEADER");
        yield return Bad(
            "alg none", issuer => TestIssuer.Sign(new JsonObject { ["alg"] = "none" }, Claims(issuer), _ => []), "BAD_SIGNATURE");
        yield return Bad(
            "alg none with key id",
            issuer => TestIssuer.Sign(new JsonObject { ["alg"] = "none", ["kid"] = issuer.KeyId }, Claims(issuer), _ => []),
            "BAD_SIGNATURE");
        yield return Bad(
            "HS256 with the public key",
            issuer => TestIssuer.Sign(
                new JsonObject { ["alg"] = "HS256", ["kid"] = issuer.KeyId },
                Claims(issuer),
                bytes => HMACSHA256.HashData(Encoding.ASCII.GetBytes(issuer.Key.ExportSubjectPublicKeyInfoPem()), bytes)),
            "BAD_SIGNATURE");
        yield return Bad(
            "signed by somebody else",
            issuer =>
            {
                using var other = RSA.Create(2048);
                return TestIssuer.Sign(
                    new JsonObject { ["alg"] = "RS256", ["kid"] = issuer.KeyId },
                    Claims(issuer),
                    bytes => other.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            },
            "BAD_SIGNATURE");
        yield return Bad("cut off", issuer => issuer.Token()[..^20], "BAD_SIGNATURE");
        yield return Bad("no token", _ => "nonsense", "MALFORMED_TOKEN");
    }

    [TestCaseSource(nameof(BadTokens))]
    public void BadToken_IsRefused(Delegate token, string reason) =>
        Assert.That(Refused(((Func<TestIssuer, string>)token)(_issuer)), Is.EqualTo((StatusCode.Unauthenticated, reason)));

    [Test]
    public async Task Keys_Rotated_TheNewOneIsTakenAndTheOldOneIsNot()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await SecuredServer.StartAsync(issuer.ServerSettings);
        var old = issuer.Token();
        Assert.That(await StatusAsync(server, old), Is.EqualTo(HttpStatusCode.OK));

        issuer.Rotate();

        await Eventually.TrueAsync(
            async () => await StatusAsync(server, issuer.Token()) == HttpStatusCode.OK,
            "a token of the new key is taken",
            TimeSpan.FromSeconds(15));
        Assert.That(await StatusAsync(server, old), Is.EqualTo(HttpStatusCode.Unauthorized), "its key was taken back");
    }

    [Test]
    public async Task Issuer_Down_IsSaidAndKnownKeysGoOn()
    {
        var issuer = await TestIssuer.StartAsync();
        var settings = issuer.ServerSettings;
        await using var informed = await SecuredServer.StartAsync(settings);
        var token = issuer.Token();
        Assert.That(await StatusAsync(informed, token), Is.EqualTo(HttpStatusCode.OK));
        await issuer.DisposeAsync();

        await using var uninformed = await SecuredServer.StartAsync(settings);

        Assert.That(await StatusAsync(informed, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(uninformed, token), Is.EqualTo(HttpStatusCode.ServiceUnavailable));
    }

    private static TestCaseData Bad(string name, Func<TestIssuer, string> token, string reason) =>
        new TestCaseData(token, reason).SetArgDisplayNames(name);

    private static JsonObject Claims(TestIssuer issuer) => (JsonObject)JsonNode.Parse(
        Convert.FromBase64String(issuer.Token().Split('.')[1].Replace('-', '+').Replace('_', '/').PadRight(
            (issuer.Token().Split('.')[1].Length + 3) / 4 * 4, '=')))!;

    private static async Task<HttpStatusCode> StatusAsync(SecuredServer server, string token)
    {
        using var answer = await server.Http(token).GetAsync("/v1/caller");
        return answer.StatusCode;
    }

    private (StatusCode Code, string? Reason) Refused(string token)
    {
        var failure = Assert.ThrowsAsync<RpcException>(
            async () => await new TokenService.TokenServiceClient(_server.Native(token)).GetCallerAsync(new GetCallerRequest()))!;
        return (failure.StatusCode, failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason);
    }
}
