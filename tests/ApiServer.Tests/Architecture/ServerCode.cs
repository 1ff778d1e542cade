using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using ArchUnitNET.Loader;
using Tricorder.ApiServer.Common;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>The server as compiled: its types, and what each of them uses. Constants leave no trace in it.</summary>
internal static class ServerCode
{
    public const string Root = "Tricorder.ApiServer.";

    public static ArchUnitNET.Domain.Architecture All { get; } = new ArchLoader().LoadAssembly(typeof(ClusterOptions).Assembly).Build();

    /// <summary>The rooms: the folders of the server, by name.</summary>
    public static IReadOnlyList<string> Rooms { get; } =
        [.. All.Types.Select(RoomOf).Where(room => room.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The types in a folder, such as <c>Agents</c> or <c>Agents.Wire</c>, and in those inside it.</summary>
    public static GivenTypesConjunction In(string folder) => Types(true).That().ResideInNamespaceMatching(Pattern(folder));

    public static string Pattern(string folder) => $@"^{Root.Replace(".", @"\.", StringComparison.Ordinal)}{folder}(\.|$)";

    /// <summary>The room of a type; empty = it is beside the rooms.</summary>
    public static string RoomOf(IType type) => FolderOf(type).Split('.')[0];

    /// <summary>The folder of a type, with its room: <c>Agents.Wire.V1</c>.</summary>
    public static string FolderOf(IType type) =>
        type.Namespace.FullName is var name && name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..] : "";
}
