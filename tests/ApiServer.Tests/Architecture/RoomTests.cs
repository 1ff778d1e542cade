using Tricorder.ApiServer.Common;
using ArchUnitNET.NUnit;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Who may import whom. The rooms are folders and namespaces; the table below is the design's section 2.</summary>
public class RoomTests
{
    private static readonly string[] Base = ["Reconciling", "Storage", "Changes", "Events", "Errors", "Common"];

    private static readonly Dictionary<string, string[]> MayImport = new()
    {
        ["Common"] = [],
        ["Errors"] = ["Common"],
        ["Changes"] = ["Errors", "Common"],
        ["Reconciling"] = ["Changes", "Errors", "Common"],
        ["Storage"] = ["Reconciling", "Changes", "Errors", "Common"],
        ["Events"] = ["Reconciling", "Storage", "Changes", "Errors", "Common"],
        ["Hosting"] = ["Reconciling", "Errors", "Common"],
        ["Security"] = ["Hosting", .. Base],
        ["Kubernetes"] = ["Security", "Agents", "ObservabilityDb", .. Base],
        ["Wasm"] = ["Errors", "Common"],
        ["Ebpf"] = ["Errors", "Common"],
        ["Modules"] = ["Ebpf", "Wasm", .. Base],
        ["Agents"] = ["Modules", "Security", .. Base],
        ["Deployments"] = ["Modules", "Agents", .. Base],
        ["ObservabilityDb"] = ["Deployments", "Modules", .. Base],
        ["Grafana"] = ["ObservabilityDb", "Deployments", "Modules", "Hosting", .. Base],
        ["Api"] = ["Grafana", "Kubernetes", "ObservabilityDb", "Deployments", "Agents", "Modules", "Wasm", "Security", "Hosting", .. Base],
    };

    private static IEnumerable<TestCaseData> Forbidden() =>
        from room in MayImport
        from other in MayImport.Keys
        where other != room.Key && !room.Value.Contains(other)
        select new TestCaseData(room.Key, other).SetArgDisplayNames(room.Key, other);

    [TestCaseSource(nameof(Forbidden))]
    public void Room_ThatMayNotImportAnother_DoesNot(string room, string other) =>
        ServerCode.In(room).Should().NotDependOnAny(ServerCode.In(other)).Check(ServerCode.All);

    [Test]
    public void Rooms_OfTheServer_AreTheTable() => Assert.That(ServerCode.Rooms, Is.EquivalentTo(MayImport.Keys));

    [Test]
    public void Constructors_OfTheServer_TakeNoPartThatMayBeMissing()
    {
        var optional = typeof(ClusterOptions).Assembly.GetTypes()
            .SelectMany(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
            .Where(parameter => parameter is { HasDefaultValue: true, DefaultValue: null }
                && parameter.ParameterType is { IsValueType: false } part
                && part.Assembly == typeof(ClusterOptions).Assembly && part != parameter.Member.DeclaringType)
            .Select(parameter => $"{parameter.Member.DeclaringType} {parameter.Name}");

        Assert.That(optional, Is.Empty, "a part that is not configured is an object that does nothing");
    }
}
