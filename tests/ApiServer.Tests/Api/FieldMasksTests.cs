using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class FieldMasksTests
{
    private static readonly HashSet<string> OutputOnly = ["id", "etag", "output_schema.table_name"];

    [Test]
    public void Resolve_NoMask_IsWhatIsPopulated()
    {
        var given = new V1.Module
        {
            Id = "out",
            Description = "d",
            Labels = { ["a"] = "b" },
            Wasm = new V1.WasmProgram { FunctionName = "f" },
            Ebpf = new V1.EbpfProgram(),
            OutputSchema = new V1.OutputSchema { TableName = "out", Fields = { new V1.OutputField { Name = "x" } } },
        };

        Assert.That(FieldMasks.Resolve(null, given, OutputOnly), Is.EqualTo(
            new[] { "description", "labels", "wasm.function_name", "output_schema.fields" }));
    }

    [Test]
    public void Resolve_Star_IsEverythingThatCanBeSet()
    {
        var paths = FieldMasks.Resolve(Mask("*"), new V1.Module(), OutputOnly);

        Assert.That(paths, Does.Contain("description").And.Contain("wasm").And.Not.Contain("id").And.Not.Contain("etag"));
    }

    [TestCase("colour")]
    [TestCase("")]
    [TestCase("wasm.colour")]
    [TestCase("name.first")]
    [TestCase("ebpf.probes.type")]
    [TestCase("id")]
    [TestCase("output_schema.table_name")]
    [TestCase("Description")]
    public void Resolve_PathThatCanNotBeSet_IsRefused(string path)
    {
        var refused = Assert.Throws<InvalidArgumentException>(() => FieldMasks.Resolve(Mask("name", path), new V1.Module(), OutputOnly));

        Assert.That(refused.Violations.Select(violation => violation.Field), Is.EqualTo(new[] { "update_mask" }));
    }

    [Test]
    public void Resolve_StarAmongOthers_IsRefused() =>
        Assert.Throws<InvalidArgumentException>(() => FieldMasks.Resolve(Mask("*", "name"), new V1.Module(), OutputOnly));

    [Test]
    public void Copy_NestedPath_LeavesTheRest()
    {
        var onto = new V1.Module { Name = "n", Wasm = new V1.WasmProgram { FunctionName = "old", Binary = ByteString.CopyFrom(1, 2) } };

        MaskedFields.Copy(["wasm.function_name"], new V1.Module { Wasm = new V1.WasmProgram { FunctionName = "new" } }, onto);

        Assert.That((onto.Name, onto.Wasm.FunctionName, onto.Wasm.Binary), Is.EqualTo(("n", "new", ByteString.CopyFrom(1, 2))));
    }

    [Test]
    public void Copy_NestedPathIntoNothing_MakesTheMessage()
    {
        var onto = new V1.Module();

        MaskedFields.Copy(["wasm.function_name"], new V1.Module { Wasm = new V1.WasmProgram { FunctionName = "new" } }, onto);

        Assert.That(onto.Wasm.FunctionName, Is.EqualTo("new"));
    }

    [Test]
    public void Copy_PathsThatAreNotGiven_Clear()
    {
        var onto = new V1.Module
        {
            Description = "d",
            Labels = { ["a"] = "b" },
            Wasm = new V1.WasmProgram { FunctionName = "f" },
            Ebpf = new V1.EbpfProgram { PerfBufferNames = { "p" }, EventSize = 4 },
        };

        MaskedFields.Copy(["description", "labels", "wasm", "ebpf.perf_buffer_names"], new V1.Module(), onto);

        Assert.That(onto, Is.EqualTo(new V1.Module { Ebpf = new V1.EbpfProgram { EventSize = 4 } }));
    }

    [Test]
    public void Copy_ListsAndMaps_Replaces()
    {
        var onto = new V1.Module { Labels = { ["a"] = "b" }, Ebpf = new V1.EbpfProgram { PerfBufferNames = { "old", "older" } } };

        var given = new V1.Module { Labels = { ["c"] = "d" }, Ebpf = new V1.EbpfProgram { PerfBufferNames = { "new" } } };

        MaskedFields.Copy(["labels", "ebpf.perf_buffer_names"], given, onto);

        Assert.That(onto, Is.EqualTo(given));
    }

    private static FieldMask Mask(params string[] paths) => new() { Paths = { paths } };
}
