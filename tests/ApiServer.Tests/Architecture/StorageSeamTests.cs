using ArchUnitNET.NUnit;
using Tricorder.ApiServer.Storage;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Another engine can be put beside SQLite only as long as nothing else knows SQLite.</summary>
internal sealed class StorageSeamTests
{
    private const string Engine = "Storage.Sqlite";

    [Test]
    public void Sqlite_OutsideItsFolder_IsUnknown() =>
        Types().That().DoNotResideInNamespaceMatching(ServerCode.Pattern(Engine))
            .Should().NotDependOnAny(Types(true).That().ResideInNamespaceMatching(@"^(Microsoft\.Data\.Sqlite|SQLitePCL|DbUp)(\.|$)"))
            .Check(ServerCode.All);

    [Test]
    public void Engine_OutsideItsFolder_IsUnknownButToWhatPutsItInPlace() =>
        Types().That().DoNotResideInNamespaceMatching(ServerCode.Pattern(Engine)).And().AreNot(typeof(StorageRoom))
            .Should().NotDependOnAny(ServerCode.In(Engine))
            .Check(ServerCode.All);
}
