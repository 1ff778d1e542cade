using NetArchTest.Rules;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Another engine can be put beside SQLite only as long as nothing else knows SQLite.</summary>
internal sealed class StorageSeamTests
{
    private const string Engine = "Tricorder.ApiServer.Storage.Sqlite";

    /// <summary>What puts the engine in its place.</summary>
    private static readonly string[] MayKnowTheEngine = [nameof(StorageRoom), nameof(StoreDirectory)];

    [Test]
    public void Sqlite_OutsideItsFolder_IsUnknown()
    {
        var result = Types.InAssembly(typeof(ClusterOptions).Assembly)
            .That().DoNotResideInNamespaceStartingWith(Engine)
            .ShouldNot().HaveDependencyOnAny("Microsoft.Data.Sqlite", "SQLitePCL", "DbUp")
            .GetResult();

        Assert.That(result.FailingTypeNames ?? [], Is.Empty, "SQLite's types stay in Storage/Sqlite");
    }

    [Test]
    public void Engine_OutsideItsFolder_IsUnknownButToWhatPutsItInPlace()
    {
        var users = Types.InAssembly(typeof(ClusterOptions).Assembly)
            .That().DoNotResideInNamespaceStartingWith(Engine)
            .And().HaveDependencyOn(Engine)
            .GetTypes();

        Assert.That(users.Select(type => type.Name), Is.EquivalentTo(MayKnowTheEngine));
    }
}
