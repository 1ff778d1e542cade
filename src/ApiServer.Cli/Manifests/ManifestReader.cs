using System.Text.Json.Nodes;
using Google.Protobuf;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>
/// Makes a module of a document: the protobuf JSON of <see cref="Module"/>, in which enums may be short, times may be typed as `20ms`, and
/// programs and the panel may be files. The request that creates a module, and manifests of 2023, are read too.
/// </summary>
internal sealed class ManifestReader(string directory, ManifestPrograms programs)
{
    /// <summary>What the server sets; it is there in what `module get` prints, and means nothing here.</summary>
    private static readonly string[] OutputOnly = ["id", "revision", "etag", "lifecycle", "deployment", "createTime", "updateTime"];

    private readonly List<ManifestProblem> _problems = [];

    /// <summary>Everything that is wrong, in the order of the document.</summary>
    public IReadOnlyList<ManifestProblem> Problems => _problems;

    /// <summary>The files that sources were read from, by the field that they are in now.</summary>
    public Dictionary<string, string> Sources { get; } = [];

    /// <summary>Reads a document. Only without <see cref="Problems"/> is the module whole.</summary>
    public Module Read(JsonNode document)
    {
        if (document is not JsonObject members)
        {
            _problems.Add(new ManifestProblem("", "a manifest is an object with the fields of a module"));
            return new Module();
        }

        if (members.Count == 1 && members["module"] is JsonObject request)
        {
            members = request;
        }

        if (LegacyManifest.Is(members))
        {
            members = LegacyManifest.Convert(members, directory, programs, _problems);
        }

        members = (JsonObject)members.DeepClone();
        foreach (var name in OutputOnly)
        {
            members.Remove(name);
        }

        (members["outputSchema"] as JsonObject)?.Remove("tableName");
        new ProgramFiles(directory, programs, Sources, _problems).PutInto(members);
        var normal = new ManifestShape(_problems).Normal(members, Module.Descriptor);
        if (_problems.Count > 0)
        {
            return new Module { Name = members["name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : "" };
        }

        try
        {
            return Module.Parser.ParseJson(normal.ToJsonString());
        }
        catch (InvalidProtocolBufferException exception)
        {
            _problems.Add(new ManifestProblem("", exception.Message));
            return new Module();
        }
    }
}
