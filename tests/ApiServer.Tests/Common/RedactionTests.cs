using System.Diagnostics;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Common;

public sealed class RedactionTests
{
    private const string Jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

    [TestCase("connect postgresql://agent:hunter2@db:5432/x failed", "connect postgresql://***@db:5432/x failed")]
    [TestCase("postgres://a:p@ss/w@rd@db/x", "postgres://***@db/x")]
    [TestCase("Authorization: Bearer " + Jwt, "Authorization: Bearer ***")]
    [TestCase("got " + Jwt + "!", "got ***!")]
    [TestCase("Basic YWxpY2U6c2VjcmV0", "Basic ***")]
    [TestCase(
        "trk_0123456789ab_00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff is wrong", "trk_0123456789ab_*** is wrong")]
    [TestCase("Host=db;Username=x;Password=hunter2;Database=y", "Host=db;Username=x;Password=***;Database=y")]
    [TestCase("{\"password\": \"hunter2\", \"user\": \"x\"}", "{\"password\": \"***\", \"user\": \"x\"}")]
    [TestCase("{\"token\":\"hunter2\"}", "{\"token\":\"***\"}")]
    [TestCase("/x?access_token=hunter2&y=1", "/x?access_token=***&y=1")]
    [TestCase("client_secret='hunter2'", "client_secret='***'")]
    [TestCase("-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMG\n-----END PRIVATE KEY-----\nrest", "***\nrest")]
    public void Of_TextWithASecret_LosesIt(string text, string expected) => Assert.That(Redaction.Of(text), Is.EqualTo(expected));

    [TestCase("page_token: is not a token of this list")]
    [TestCase("Say who you are: send a token as 'authorization: Bearer <token>', or sign in.")]
    [TestCase("The token 'ci' expired at 2026-03-04 05:06:07Z.")]
    [TestCase("bpf: failed to load program: Invalid argument (attempt 2)")]
    [TestCase("Serving gRPC at http://127.0.0.1:50051 and web at http://127.0.0.1:8080")]
    [TestCase("name: must match [A-Za-z0-9]")]
    public void Of_OtherText_Stays(string text) => Assert.That(Redaction.Of(text), Is.EqualTo(text));

    [TestCase("Grafana:Password", "x", ExpectedResult = "***")]
    [TestCase("ObservabilityDb:ConnectionString", "Host=x", ExpectedResult = "***")]
    [TestCase("Security:Oidc:ClientSecret", "x", ExpectedResult = "***")]
    [TestCase("Security:CertificatePasswordFile", "/run/secrets/p", ExpectedResult = "/run/secrets/p")]
    [TestCase("Grafana:Url", "http://admin:x@grafana", ExpectedResult = "http://***@grafana")]
    public string Of_Setting_GoesByItsName(string key, string value) => Redaction.Of(key, value);

    [TestCase("eyJ")]
    [TestCase("password=")]
    [TestCase("a://")]
    [TestCase("-----BEGIN PRIVATE KEY-----")]
    [TestCase("token")]
    public void Of_HostileText_TakesTimeByItsLength(string part)
    {
        // Ten times the text may take some more than ten times as long, and not a hundred times.
        var (small, large) = (string.Concat(Enumerable.Repeat(part, 10_000)), string.Concat(Enumerable.Repeat(part, 100_000)));
        Redaction.Of(small);
        var (first, second) = (Time(small), Time(large));

        Assert.That(second, Is.LessThan((first * 40) + TimeSpan.FromMilliseconds(500)));

        static TimeSpan Time(string text)
        {
            var watch = Stopwatch.StartNew();
            Redaction.Of(text);
            return watch.Elapsed;
        }
    }
}
