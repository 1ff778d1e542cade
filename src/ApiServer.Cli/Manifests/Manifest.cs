using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>A module as a file declares it, its sources read.</summary>
/// <param name="File">Where it was read, for people.</param>
/// <param name="Module">The module; output only fields are empty.</param>
/// <param name="Sources">The files that sources were read from, by the field that they are in now.</param>
/// <param name="Locations">Where in the file its fields are.</param>
internal sealed record Manifest(string File, Module Module, IReadOnlyDictionary<string, string> Sources, FieldLocations Locations);
