using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Cli.Manifests;

/// <summary>The JSON Schema says what the reader takes: every declared field and value, and nothing else.</summary>
internal sealed class ManifestSchemaTests
{
    private static readonly string[] OutputOnly =
        ["id", "revision", "etag", "lifecycle", "deployment", "createTime", "updateTime", "tableName"];

    private static readonly JsonNode Schema = JsonNode.Parse(
        File.ReadAllText(Path.Combine(Samples.SampleFiles.Directory(".."), "docs", "manifest.schema.json")))!;

    private static readonly (MessageDescriptor Message, JsonNode Schema, string[] Files)[] Parts =
    [
        (Module.Descriptor, Schema, ["panelFile"]),
        (EbpfProgram.Descriptor, Schema["definitions"]!["ebpf"]!, ["sourceFile", "objectFile"]),
        (Probe.Descriptor, Schema["definitions"]!["probe"]!, []),
        (WasmProgram.Descriptor, Schema["definitions"]!["wasm"]!, ["sourceFile", "binaryFile"]),
        (OutputSchema.Descriptor, Schema["definitions"]!["outputSchema"]!, []),
        (OutputField.Descriptor, Schema["definitions"]!["field"]!, []),
    ];

    [TestCaseSource(nameof(Parts))]
    public void Schema_EachPart_HasTheFieldsOfItsMessage((MessageDescriptor Message, JsonNode Schema, string[] Files) part)
    {
        var expected = part.Message.Fields.InDeclarationOrder().Select(field => field.JsonName).Except(OutputOnly).Concat(part.Files);

        Assert.That(part.Schema["properties"]!.AsObject().Select(property => property.Key), Is.EquivalentTo(expected));
    }

    [TestCaseSource(nameof(Parts))]
    public void Schema_EachEnum_HasTheValuesOfTheApiShortAndWhole((MessageDescriptor Message, JsonNode Schema, string[] Files) part)
    {
        var fields = part.Message.Fields.InDeclarationOrder().Where(field => !OutputOnly.Contains(field.JsonName));
        foreach (var field in fields.Where(field => field.FieldType == Google.Protobuf.Reflection.FieldType.Enum))
        {
            var whole = field.EnumType.Values.Where(value => value.Number != 0).Select(value => value.Name).ToList();
            var listed = part.Schema["properties"]![field.JsonName]!["enum"]!.AsArray().Select(value => (string)value!).ToList();

            // A language is of one program only; those of the other would be refused.
            Assert.That(listed.Where(value => value.Contains('_', StringComparison.Ordinal) && whole.Contains(value)), Is.SubsetOf(whole));
            Assert.That(listed.Where(whole.Contains).Select(value => Short(value, whole)), Is.SubsetOf(listed), field.FullName);
            if (field.JsonName != "language")
            {
                Assert.That(listed.Where(whole.Contains), Is.EquivalentTo(whole), field.FullName);
            }
        }
    }

    /// <summary>Without the words that all values begin with.</summary>
    private static string Short(string value, List<string> all)
    {
        var words = all[0].Split('_');
        var shared = 0;
        while (shared < words.Length - 1
            && all.TrueForAll(one => one.StartsWith(string.Join('_', words[..(shared + 1)]) + "_", StringComparison.Ordinal)))
        {
            shared++;
        }

        return value[(string.Join('_', words[..shared]).Length + 1)..];
    }
}
