using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Startup;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Hosting.Web;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class OptionsValidatorTests
{
    private static readonly IOptions<TlsOptions> NoTls = Options.Create(new TlsOptions());

    [Test]
    public void Endpoints_Defaults_AreValid() =>
        Assert.That(new EndpointsOptionsValidator(NoTls).Validate(null, new EndpointsOptions()).Succeeded, Is.True);

    [Test]
    public void Endpoints_OffLoopback_NeedsItsPermission()
    {
        var options = new EndpointsOptions { Grpc = "0.0.0.0:50051", WebAllowInsecure = true };

        var failure = new EndpointsOptionsValidator(NoTls).Validate(null, options);

        Assert.That(failure.Failures!.Single(), Does.Contain("Endpoints:Grpc is 0.0.0.0:50051").And.Contain("GrpcAllowInsecure=true"));
        Assert.That(new EndpointsOptionsValidator(NoTls).Validate(null, options with { GrpcAllowInsecure = true }).Succeeded, Is.True);
    }

    [Test]
    public void Endpoints_SamePort_IsRefused()
    {
        var failure = new EndpointsOptionsValidator(NoTls).Validate(null, new EndpointsOptions { Grpc = "127.0.0.1:8080" });

        Assert.That(failure.Failures, Has.Exactly(1).Contains("they need a port each"));
    }

    [Test]
    public void Endpoints_SeveralProblems_AreAllNamed()
    {
        var failure = new EndpointsOptionsValidator(NoTls).Validate(null, new EndpointsOptions { Grpc = "x", Web = "y" });

        Assert.That(failure.Failures, Has.Exactly(2).Items);
    }

    [TestCase("default", ExpectedResult = true)]
    [TestCase("production-eu.1", ExpectedResult = true)]
    [TestCase("", ExpectedResult = false)]
    [TestCase("-a", ExpectedResult = false)]
    [TestCase("a b", ExpectedResult = false)]
    [TestCase("a\n", ExpectedResult = false)]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ExpectedResult = false)]
    public bool Cluster_Name_IsChecked(string name) =>
        new ClusterOptionsValidator().Validate(null, new ClusterOptions { Name = name }).Succeeded;

    [TestCase("", ExpectedResult = true)]
    [TestCase("10.0.0.0/8, fd00::/8", ExpectedResult = true)]
    [TestCase("10.0.0.0/33", ExpectedResult = false)]
    [TestCase("10.0.0.0/8,proxy", ExpectedResult = false)]
    public bool Security_TrustedProxies_IsChecked(string networks) =>
        new ProxyOptionsValidator().Validate(null, new ProxyOptions { TrustedProxies = networks }).Succeeded;

    [TestCase("00:00:15", ExpectedResult = true)]
    [TestCase("00:00:00", ExpectedResult = false)]
    [TestCase("15.00:00:00", ExpectedResult = false)]
    public bool Shutdown_Timeout_IsChecked(string timeout) =>
        new ShutdownOptionsValidator().Validate(null, new ShutdownOptions { Timeout = TimeSpan.Parse(timeout, null) }).Succeeded;

    [TestCase("", ExpectedResult = true)]
    [TestCase("https://tricorder.example.com/ui/", ExpectedResult = true)]
    [TestCase("tricorder.example.com", ExpectedResult = false)]
    [TestCase("ftp://tricorder.example.com", ExpectedResult = false)]
    [TestCase("https://me:secret@tricorder.example.com", ExpectedResult = false)]
    public bool Web_PublicUrl_IsChecked(string url) =>
        new WebOptionsValidator().Validate(null, new WebOptions { PublicUrl = url }).Succeeded;

    [TestCase("a.example", ExpectedResult = true)]
    [TestCase("10.0.0.1", ExpectedResult = true)]
    [TestCase("*", ExpectedResult = false)]
    [TestCase("a.example:80", ExpectedResult = false)]
    [TestCase("http://a.example", ExpectedResult = false)]
    public bool Web_AllowedHosts_AreChecked(string host) =>
        new WebOptionsValidator().Validate(null, new WebOptions { AllowedHosts = [host] }).Succeeded;

    [Test]
    public void Web_AllowedHosts_AreReadFromTextAndFromList()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Web:AllowedHosts"] = "a, b,",
            ["Web:AllowedHosts:0"] = "c",
        }).Build();

        Assert.That(WebOptions.ReadAllowedHosts(configuration), Is.EqualTo(new[] { "a", "b", "c" }));
    }
}
