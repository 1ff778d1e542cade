using Microsoft.Extensions.Configuration;
using Tricorder.ApiServer.Grafana;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Tests.Grafana;

public class GrafanaOptionsTests
{
    private const string Url = "--Grafana:Url=http://grafana:3000";

    [TestCase]
    [TestCase(Url, "--Grafana:Token=glsa_x")]
    [TestCase(Url, "--Grafana:User=admin", "--Grafana:Password=x")]
    [TestCase(Url, "--Grafana:User=admin", "--Grafana:Password=x", "--Grafana:Token=glsa_x")]
    [TestCase("--Grafana:Url=https://admin:x@grafana/sub")]
    [TestCase(
        Url,
        "--Grafana:Token=x",
        "--Grafana:PublicUrl=https://grafana.example/",
        "--Grafana:DatasourceUid=tri_corder-1",
        "--Grafana:Timeout=00:00:30")]
    public void Validate_WhatCanWork_IsTaken(params string[] settings) => Assert.That(Problems(settings), Is.Empty);

    [TestCase(
        "Grafana:Url is empty, but other keys of Grafana are set; for example --Grafana:Url=http://grafana:3000", "--Grafana:Token=x")]
    [TestCase("Grafana:Url is not an address that begins with http:// or https://", "--Grafana:Url=grafana:3000", "--Grafana:Token=x")]
    [TestCase("Grafana:Url has a ? or a # in it", "--Grafana:Url=http://grafana/?orgId=1", "--Grafana:Token=x")]
    [TestCase("Grafana:PublicUrl is not an address", Url, "--Grafana:PublicUrl=grafana", "--Grafana:Token=x")]
    [TestCase(
        "Grafana:User is empty, and so is Grafana:Token: the server needs one of them to sign in; for example --Grafana:User=admin", Url)]
    [TestCase("Grafana:User has a colon in it", Url, "--Grafana:User=a:b", "--Grafana:Password=x")]
    [TestCase("Grafana:Password is empty", Url, "--Grafana:User=admin")]
    [TestCase("Grafana:PasswordFile is '/nowhere/x', which is not there", Url, "--Grafana:User=admin", "--Grafana:PasswordFile=/nowhere/x")]
    [TestCase(
        "Grafana:TokenFile says the same thing as Token; give one of them", Url, "--Grafana:Token=x", "--Grafana:TokenFile=/nowhere/x")]
    [TestCase("Grafana:DatasourceUid is 'a b', but a uid has 1 to 40 characters", Url, "--Grafana:Token=x", "--Grafana:DatasourceUid=a b")]
    [TestCase(
        "Grafana:Timeout is 00:00:00, but must be from 1 second to 5 minutes", Url, "--Grafana:Token=x", "--Grafana:Timeout=00:00:00")]
    public void Validate_WhatCannotWork_IsNamed(string problem, params string[] settings) =>
        Assert.That(Problems(settings), Has.Exactly(1).StartsWith(problem));

    [Test]
    public void ReadLogin_UserInTheAddress_IsUnescapedAndNotInAnyAddress()
    {
        var options = Bind("--Grafana:Url=https://me:p%40ss:word@grafana/sub");

        Assert.That(options.ReadLogin(), Is.EqualTo(("me", "p@ss:word")));
        Assert.That(
            (options.BaseAddress.ToString(), options.PublicAddress.ToString()),
            Is.EqualTo(("https://grafana/sub/", "https://grafana/sub/")));
    }

    [Test]
    public void ReadLogin_PasswordInAFile_IsWithoutItsLineBreak()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "secret\n");

        Assert.That(Bind(Url, "--Grafana:User=admin", $"--Grafana:PasswordFile={file}").ReadLogin(), Is.EqualTo(("admin", "secret")));
        File.Delete(file);
    }

    private static IEnumerable<string> Problems(string[] settings) =>
        new GrafanaOptionsValidator().Validate(null, Bind(settings)).Failures ?? [];

    private static GrafanaOptions Bind(params string[] settings)
    {
        var options = new GrafanaOptions();
        new ConfigurationBuilder().AddCommandLine(settings).Build().GetSection(GrafanaOptions.Section).Bind(options);
        return options;
    }
}
