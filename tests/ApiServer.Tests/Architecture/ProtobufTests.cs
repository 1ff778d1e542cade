using ArchUnitNET.NUnit;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.Security.Rules;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Messages of the wire stop at the edges, so that a field can change without a change in what the server knows.</summary>
internal sealed class ProtobufTests
{
    private const string Generated = @"^Tricorder\.(ApiServer\.V1|Legacy)(\.|$)";

    private static IEnumerable<string> Inside() => ServerCode.Rooms.Except(["Api"]);

    /// <summary>What the .proto files declare beside methods and fields (roles, limits), only their generated options can say.</summary>
    private static readonly Type[] ReadersOfOptions = [typeof(AccessRules), typeof(ItemBounds), typeof(MethodLimits)];

    [TestCaseSource(nameof(Inside))]
    public void Room_BehindTheEdges_KnowsNoGeneratedTypes(string room) =>
        ServerCode.In(room).And().DoNotResideInNamespaceMatching(ServerCode.Pattern("Agents.Wire")).And().AreNot(ReadersOfOptions)
            .Should().NotDependOnAny(Types(true).That().ResideInNamespaceMatching(Generated))
            .Check(ServerCode.All);
}
