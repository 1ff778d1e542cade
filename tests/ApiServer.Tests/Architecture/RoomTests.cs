using NetArchTest.Rules;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Who may import whom. The rooms are folders and namespaces; the table below is the design's section 2.</summary>
public class RoomTests
{
    private const string Root = "Tricorder.ApiServer.";
    private static readonly string[] Base = ["Reconciling", "Storage", "Changes", "Events", "Errors"];

    private static readonly Dictionary<string, string[]> MayImport = new()
    {
        ["Errors"] = [],
        ["Changes"] = ["Errors"],
        ["Reconciling"] = ["Changes", "Errors"],
        ["Storage"] = ["Reconciling", "Errors"],
        ["Events"] = ["Reconciling", "Storage", "Changes", "Errors"],
        ["Hosting"] = ["Reconciling", "Errors"],
        ["Security"] = ["Hosting", .. Base],
        ["Kubernetes"] = ["Security", "Agents", "ObservabilityDb", .. Base],
        ["Wasm"] = Base,
        ["Modules"] = ["Wasm", .. Base],
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
    public void Room_ThatMayNotImportAnother_DoesNot(string room, string other)
    {
        var result = Types.InAssembly(typeof(ClusterOptions).Assembly)
            .That().ResideInNamespaceStartingWith(Root + room)
            .ShouldNot().HaveDependencyOn(Root + other + ".")
            .GetResult();

        Assert.That(result.FailingTypeNames ?? [], Is.Empty, $"{room} must not import {other}");
    }

    [Test]
    public void Rooms_OfTheServer_AreAllInTheTable()
    {
        var rooms = typeof(ClusterOptions).Assembly.GetTypes()
            .Select(type => type.Namespace ?? "")
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Select(name => name[Root.Length..].Split('.')[0])
            .Distinct();

        Assert.That(rooms, Is.SubsetOf(MayImport.Keys));
    }

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

    [TestCaseSource(nameof(WithoutProtobuf))]
    public void Room_BehindTheEdges_KnowsNoGeneratedTypes(string room)
    {
        var result = Types.InAssembly(typeof(ClusterOptions).Assembly)
            .That().ResideInNamespaceStartingWith(Root + room).And().DoNotResideInNamespaceStartingWith(Root + "Agents.Wire")
            .ShouldNot().HaveDependencyOnAny(Root + "V1.", "Tricorder.Legacy.")
            .GetResult();

        Assert.That(result.FailingTypeNames ?? [], Is.Empty, $"{room} must not use protobuf types");
    }

    private static IEnumerable<string> WithoutProtobuf() => MayImport.Keys.Except(["Api", "Hosting", "Security"]);
}
