using System.Text.Json.Nodes;
using Google.Protobuf;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>The sample that users begin with, <c>samples/tcp-connect/create.json</c>, each time under another name.</summary>
internal static class Sample
{
    private static readonly string Json = SampleFiles.ReadText("tcp-connect", "create.json");

    public static string NewName(string prefix = "m") => $"{prefix}-{Guid.NewGuid():N}"[..20];

    /// <summary>The body of a POST to /v1/modules.</summary>
    public static JsonObject Body(string? name = null)
    {
        var body = JsonNode.Parse(Json)!.AsObject();
        body["module"]!["name"] = name ?? NewName();
        return body;
    }

    public static Module Module(string? name = null)
    {
        var module = JsonParser.Default.Parse<CreateModuleRequest>(Json).Module;
        module.Name = name ?? NewName();
        return module;
    }

    /// <summary>The sample's eBPF source with a comment of its own: content that needs a new revision.</summary>
    public static string OtherSource() => Module().Ebpf.Source + $"\n// {Guid.NewGuid()}\n";

    /// <summary>The sample's eBPF program with that source.</summary>
    public static EbpfProgram OtherProgram() => new(Module().Ebpf) { Source = OtherSource() };
}
