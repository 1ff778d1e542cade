using Microsoft.Extensions.Configuration;
using Tricorder.ApiServer.Hosting.Configuration;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class EffectiveOptionsTests
{
    [TestCase("Grafana:Password", "hunter2", "Grafana:Password=***")]
    [TestCase("Grafana:Token", "hunter2", "Grafana:Token=***")]
    [TestCase("ObservabilityDb:ConnectionString", "Host=db;Password=hunter2", "ObservabilityDb:ConnectionString=***")]
    [TestCase("Grafana:Url", "https://me:hunter2@grafana/x", "Grafana:Url=https://***@grafana/x")]
    [TestCase("Cluster:Name", "lab", "Cluster:Name=lab")]
    public void Describe_Setting_ShowsNoSecret(string key, string value, string shown)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        Assert.That(EffectiveOptions.Describe(configuration, KeyCatalogue.Shipped), Is.EqualTo(shown));
    }

    [Test]
    public void Describe_List_IsJoined()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Web:AllowedHosts:0", "a"), new("Web:AllowedHosts:1", "b")])
            .Build();

        Assert.That(EffectiveOptions.Describe(configuration, KeyCatalogue.Shipped), Is.EqualTo("Web:AllowedHosts=a,b"));
    }
}
