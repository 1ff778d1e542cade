using System.Reflection;
using System.Text.RegularExpressions;
using Tricorder.ApiServer.AgentSimulator.Agents;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>
/// Names are the field's words: docs/glossary.md has them, and those that are not said any more. Comments and pages are read by people.
/// </summary>
internal sealed partial class VocabularyTests
{
    private static readonly HashSet<string> Retired =
    [
        "Board", "Boards", "Wanted", "Wish", "Wishes", "Kept", "Ground", "Teller", "Tell", "Look", "Foresee", "Foreseen", "Settle", "Turn",
        "Turns", "Places", "Poison", "Brake", "Sink", "Follower", "Most", "Longest", "Shortest", "Usual", "Bed", "Desk", "Specimen",
        "Patience",
    ];

    /// <summary>Keys of the configuration keep what they are called; the others mean the English word.</summary>
    private static readonly HashSet<string> Allowed =
        ["PoisonWindow", "PoisonLosses", "KeepAtMost", "KeepCallsAtMost", "LinksAtMost", "AskedAtMostEach", "MostFrequent"];

    private static IEnumerable<Assembly> Programs() =>
        [typeof(ClusterOptions).Assembly, typeof(SafeText).Assembly, typeof(SimulatedAgent).Assembly, typeof(VocabularyTests).Assembly];

    [TestCaseSource(nameof(Programs))]
    public void Names_OfTypesAndMembers_HaveNoRetiredWord(Assembly program)
    {
        const BindingFlags all = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
            | BindingFlags.Static | BindingFlags.Instance;
        var written = program.GetTypes().Where(
            type => IsWritten(type.Name) && type.Namespace?.StartsWith("Tricorder", StringComparison.Ordinal) == true);
        var names = written.SelectMany(
            type => type.GetMembers(all).Select(member => (Type: type.Name, Name: member.Name)).Append((Type: type.Name, Name: type.Name)))
            .Where(member => IsWritten(member.Name));

        var found = names.Where(
            member => !Allowed.Contains(member.Name) && Segment().Matches(member.Name).Any(part => Retired.Contains(Capital(part.Value))))
            .Select(member => $"{member.Type}.{member.Name}");

        Assert.That(found, Is.Empty);
    }

    /// <summary>Not made by the compiler, no accessor, and no test: those are sentences.</summary>
    private static bool IsWritten(string name) =>
        !name.Contains('<') && (name[0] == '_' || !name.Contains('_'));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Segment();
}
