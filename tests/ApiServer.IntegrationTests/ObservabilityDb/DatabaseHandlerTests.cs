using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.Kubernetes;
using Tricorder.ApiServer.Kubernetes.Metadata;
using Tricorder.ApiServer.Kubernetes.Objects;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>What the writer of Kubernetes objects takes for lost, at moments that a server cannot be held at.</summary>
public sealed class DatabaseHandlerTests
{
    private static readonly ResourceKind Kind = ResourceKind.Pods;

    private string _url = "";
    private ObservabilityDatabase _database = null!;
    private DatabaseHandler _handler = null!;

    [SetUp]
    public async Task CreateAsync()
    {
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
        _database = new ObservabilityDatabase(
            Options.Create(new ObservabilityDbOptions { ConnectionString = _url }),
            TimeProvider.System,
            NullLogger<ObservabilityDatabase>.Instance);
        _handler = new DatabaseHandler(
            new MetadataStore(),
            _database,
            new KubernetesHealth(Options.Create(new KubernetesOptions()), TimeProvider.System),
            TimeProvider.System,
            NullLogger<DatabaseHandler>.Instance);
        await _handler.BeginListAsync(Kind, CancellationToken.None);
    }

    [TearDown]
    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Test]
    public async Task Rows_LostWhileAListIsWritten_AreMissed()
    {
        await PutAsync(Good("a"));
        await PostgresCluster.ExecuteAsync(_url, "TRUNCATE pods");
        await _handler.EndListAsync(Kind, ["a"], [], CancellationToken.None);

        Assert.That(await CheckAsync(1), Is.False);
    }

    [Test]
    public async Task Objects_ThatTheDatabaseDoesNotTake_AreNotMissed_UntilItDoes()
    {
        await PutAsync(Good("a"), Good("b"), Bad("c"));
        await _handler.EndListAsync(Kind, ["a", "b", "c"], [], CancellationToken.None);
        var left = await CheckAsync(3);

        await PutAsync(Good("c"));

        Assert.That((left, await CheckAsync(3)), Is.EqualTo((true, true)));
    }

    [Test]
    public async Task Object_NotTakenAnyMore_HasNoRow_AndIsNotMissed()
    {
        await PutAsync(Good("a"), Good("b"));
        await _handler.EndListAsync(Kind, ["a", "b"], [], CancellationToken.None);

        await PutAsync(Bad("a"));

        Assert.That(await PostgresCluster.ScalarAsync<string>(_url, "SELECT string_agg(uid, ',') FROM pods"), Is.EqualTo("b"));
        Assert.That(await CheckAsync(2), Is.True);
    }

    [Test]
    public async Task Object_NotTakenAndGone_IsForgotten([Values] bool byAList)
    {
        await PutAsync(Good("a"), Bad("b"));
        await (byAList
            ? _handler.EndListAsync(Kind, ["a"], ["b"], CancellationToken.None)
            : _handler.DeleteAsync(Kind, ["b"], CancellationToken.None));

        Assert.That(await CheckAsync(1), Is.True);
    }

    private Task PutAsync(params KubernetesObject[] objects) => _handler.PutAsync(Kind, objects, CancellationToken.None);

    private Task<bool> CheckAsync(int count) => _handler.CheckAsync(Kind, count, CancellationToken.None);

    private static KubernetesObject Good(string uid) => new(uid, "1", Encoding.UTF8.GetBytes("{}"));

    private static KubernetesObject Bad(string uid) => new(uid, "2", Encoding.UTF8.GetBytes("""{"huge":1e400000}"""));
}
