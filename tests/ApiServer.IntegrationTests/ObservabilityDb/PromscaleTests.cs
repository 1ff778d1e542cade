using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>PromScale beside our tables, as its schemas and functions look from outside.</summary>
public sealed class PromscaleTests
{
    private const string Promscale = """
        CREATE SCHEMA prom_api; CREATE SCHEMA _ps_catalog; CREATE SCHEMA _prom_catalog;
        CREATE TABLE _prom_catalog.metric (metric_name text); INSERT INTO _prom_catalog.metric VALUES ('up'), ('cpu');
        CREATE TABLE _prom_catalog.setting (retention interval); INSERT INTO _prom_catalog.setting VALUES ('90 days');
        CREATE FUNCTION prom_api.get_default_metric_retention_period() RETURNS interval AS 'SELECT retention FROM _prom_catalog.setting' LANGUAGE sql;
        CREATE FUNCTION prom_api.set_default_retention_period(retention_period interval) RETURNS boolean
            AS 'UPDATE _prom_catalog.setting SET retention = retention_period; SELECT true' LANGUAGE sql;
        """;

    [Test]
    public async Task Status_AndRetention_GoThroughItsFunctions()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Promscale);
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var component = await Eventually.ResultAsync(
            () => ComponentAsync(server), component => component.State == ComponentState.Ok, "PromScale is seen");

        var answer = await new DatabaseService.DatabaseServiceClient(server.Channel).SetRetentionAsync(
            new SetRetentionRequest { Table = "promscale", Retention = Duration.FromTimeSpan(TimeSpan.FromDays(30)) },
            ControlPlane.Options);

        Assert.That(component.Message, Does.Contain("2 metrics").And.Contain("90 days"));
        Assert.That(answer.Retention.ToTimeSpan(), Is.EqualTo(TimeSpan.FromDays(30)));
        Assert.That(
            await PostgresCluster.ScalarAsync<TimeSpan>(url, "SELECT retention FROM _prom_catalog.setting"),
            Is.EqualTo(TimeSpan.FromDays(30)));
    }

    [Test]
    public async Task SetRetention_Repeated_IsToldTheSameAndSetsNothing()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Promscale);
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");
        var database = new DatabaseService.DatabaseServiceClient(server.Channel);
        var request = new SetRetentionRequest
        {
            Table = "promscale",
            Retention = Duration.FromTimeSpan(TimeSpan.FromDays(30)),
            RequestId = "r1",
        };
        var first = await database.SetRetentionAsync(request, ControlPlane.Options);
        await PostgresCluster.ExecuteAsync(url, "UPDATE _prom_catalog.setting SET retention = '7 days'");

        var again = await database.SetRetentionAsync(request, ControlPlane.Options);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(
            await PostgresCluster.ScalarAsync<TimeSpan>(url, "SELECT retention FROM _prom_catalog.setting"),
            Is.EqualTo(TimeSpan.FromDays(7)));
    }

    [Test]
    public async Task SetRetention_ToNone_IsRefused()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Promscale);
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");

        var refused = Assert.ThrowsAsync<RpcException>(async () => await new DatabaseService.DatabaseServiceClient(server.Channel)
            .SetRetentionAsync(new SetRetentionRequest { Table = "promscale" }, ControlPlane.Options))!;

        Assert.That(refused.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(refused.Message, Does.Contain("retention: is required for PromScale"));
    }

    /// <summary>PostgreSQL's months have no fixed length: it says itself how long it takes them for.</summary>
    [TestCase("1 month", "30 days")]
    [TestCase("1 year 6 months", "545.25 days")]
    public async Task Status_OfARetentionInMonths_IsInDays(string retention, string days)
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await PostgresCluster.ExecuteAsync(url, Promscale + $"UPDATE _prom_catalog.setting SET retention = '{retention}'");
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");

        var component = await Eventually.ResultAsync(
            () => ComponentAsync(server), component => component.State == ComponentState.Ok, "PromScale is seen");

        Assert.That(component.Message, Does.Contain(days));
    }

    [Test]
    public async Task Without_ItIsNotConfigured()
    {
        var url = await PostgresCluster.Shared.CreateDatabaseAsync();
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={url}");

        var refused = Assert.ThrowsAsync<RpcException>(
            async () => await new DatabaseService.DatabaseServiceClient(server.Channel).SetRetentionAsync(
                new SetRetentionRequest { Table = "promscale", Retention = Duration.FromTimeSpan(TimeSpan.FromDays(30)) },
                ControlPlane.Options))!;

        Assert.That(refused.StatusCode, Is.EqualTo(StatusCode.NotFound));
        Assert.That((await ComponentAsync(server)).State, Is.EqualTo(ComponentState.NotConfigured));
    }

    private static async Task<ComponentStatus> ComponentAsync(ServerProcess server) =>
        (await new StatusService.StatusServiceClient(server.Channel).GetServerStatusAsync(
            new GetServerStatusRequest(), ControlPlane.Options))
            .Components.Single(component => component.Name == "promscale");
}
