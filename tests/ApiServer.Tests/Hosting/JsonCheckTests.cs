using System.Text;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting;

public sealed class JsonCheckTests
{
    [TestCase("{}")]
    [TestCase("""{"module": null, "requestId": "r", "validate_only": true}""")]
    [TestCase("""{"module": {"labels": {"a": "b"}, "ebpf": {"format": "PROGRAM_FORMAT_TEXT", "language": 1}}}""")]
    [TestCase("""{"module": {"ebpf": {"perfBufferNames": ["x"], "probes": [{"samplePeriod": "1s"}]}}}""")]
    [TestCase("""{"module": {"wasm": {"binary": "AGFzbQ==", "encoding": "WASM_ENCODING_JSON"}, "createTime": "2026-01-01T00:00:00Z"}}""")]
    public void Check_MessageThatFits_HasNoViolations(string json) => Assert.That(Check(json), Is.Empty);

    [TestCase("""{"module": {"nmae": "x"}}""", "module.nmae", "UNKNOWN_FIELD")]
    [TestCase("""{"Module": {}}""", "Module", "UNKNOWN_FIELD")]
    [TestCase("""{"module": []}""", "module", "WRONG_TYPE")]
    [TestCase("""{"module": {"labels": {"a": 1}}}""", "module.labels[a]", "WRONG_TYPE")]
    [TestCase("""{"module": {"ebpf": {"eventSize": 1.5}}}""", "module.ebpf.eventSize", "WRONG_TYPE")]
    [TestCase("""{"module": {"ebpf": {"eventSize": 4294967296}}}""", "module.ebpf.eventSize", "WRONG_TYPE")]
    [TestCase("""{"module": {"ebpf": {"probes": [{}, 5]}}}""", "module.ebpf.probes[1]", "WRONG_TYPE")]
    [TestCase("""{"module": {"ebpf": {"probes": [{"type": "KPROBE"}]}}}""", "module.ebpf.probes[0].type", "WRONG_TYPE")]
    [TestCase("""{"module": {"wasm": {"binary": "a-_"}}}""", "module.wasm.binary", "WRONG_TYPE")]
    [TestCase("""{"module": {"description": "\ud800"}}""", "module.description", "WRONG_TYPE")]
    [TestCase("""{"module": {"ebpf": {"probes": [{"samplePeriod": "10ms"}]}}}""", "module.ebpf.probes[0].samplePeriod", "WRONG_TYPE")]
    [TestCase("""{"module": {"ebpf": {"probes": [{"samplePeriod": 1}]}}}""", "module.ebpf.probes[0].samplePeriod", "WRONG_TYPE")]
    [TestCase("""{"module": {"createTime": "2026-01-01"}}""", "module.createTime", "WRONG_TYPE")]
    [TestCase("5", "body", "WRONG_TYPE")]
    [TestCase("", "body", "MALFORMED_JSON")]
    [TestCase("{", "body", "MALFORMED_JSON")]
    [TestCase("""{"\ud800": 1}""", "body", "MALFORMED_JSON")]
    [TestCase("{} {}", "body", "MALFORMED_JSON")]
    [TestCase("""{"module": {"nmae": "x"}""", "body", "MALFORMED_JSON")]
    public void Check_MessageThatDoesNot_NamesTheField(string json, string field, string reason)
    {
        var violation = Check(json).Single();

        Assert.That((violation.Field, violation.Reason), Is.EqualTo((field, reason)));
    }

    [TestCase("{}", "module")]
    [TestCase("""{"module": null, "requestId": "r"}""", "module")]
    [TestCase("""{"requestId": {"module": {}}}""", "requestId", "module")]
    [TestCase("""{"module": {}}""")]
    [TestCase("[]", "body")]
    [TestCase("{", "body")]
    public void Check_RequiredField_IsNamedWhereItIsMissing(string json, params string[] fields)
    {
        var violations = new List<FieldViolation>();

        JsonCheck.Check(
            Encoding.UTF8.GetBytes(json),
            UpdateModuleRequest.Descriptor,
            violations,
            UpdateModuleRequest.Descriptor.FindFieldByName("module"));

        Assert.That(violations.Select(violation => violation.Field), Is.EqualTo(fields));
    }

    [Test]
    public void Check_MoreItemsThanTheBound_NamesTheFieldAndNothingElse()
    {
        var fields = string.Join(',', Enumerable.Repeat("{}", 1001));
        var labels = string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"{i}\": 5"));

        Assert.That(
            new[]
            {
                Check("{\"wrong\": 1, \"module\": {\"outputSchema\": {\"fields\": [" + fields + "]}}}").Single(),
                Check("{\"module\": {\"labels\": {" + labels + "}}}").Single(),
            }.Select(violation => (violation.Field, violation.Reason)),
            Is.EqualTo([("module.output_schema.fields", "TOO_MANY_ITEMS"), ("module.labels", "TOO_MANY_ITEMS")]));
    }

    [TestCase(",")]
    [TestCase("\\u002c")]
    public void Check_MaskOfMorePathsThanTheBound_IsNamedHoweverItIsWritten(string comma)
    {
        Assert.That(Mask(256), Is.Empty);
        Assert.That((Mask(257).Single().Field, Mask(257).Single().Reason), Is.EqualTo(("update_mask", "TOO_MANY_ITEMS")));

        List<FieldViolation> Mask(int paths)
        {
            var violations = new List<FieldViolation>();
            var json = $$"""{"updateMask": "{{string.Join(comma, Enumerable.Repeat("name", paths))}}"}""";
            JsonCheck.Check(Encoding.UTF8.GetBytes(json), UpdateModuleRequest.Descriptor, violations);
            return violations;
        }
    }

    [TestCase("""{"module": {"labels": {}}, "module": {"labels": {}}}""", "module")]
    [TestCase("""{"requestId": "a", "request_id": "b"}""", "request_id")]
    public void Check_FieldGivenTwice_IsNamed(string json, string field)
    {
        var violation = Check(json).Single();

        Assert.That((violation.Field, violation.Reason), Is.EqualTo((field, "DUPLICATE_FIELD")));
    }

    [Test]
    public void Check_EndlessViolations_AreBounded()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"f{i}\": {{\"x\": [1]}}")) + "}";

        Assert.That(Check(json), Has.Count.EqualTo(100));
    }

    [Test]
    public void Check_DeepNesting_IsMalformed()
    {
        var json = string.Concat(Enumerable.Repeat("{\"module\":", 100_000));

        Assert.That(Check(json).Single().Reason, Is.EqualTo("MALFORMED_JSON"));
    }

    [Test]
    public void Check_ByteOrderMark_IsSkipped() => Assert.That(Check("\uFEFF{}"), Is.Empty);

    private static List<FieldViolation> Check(string json)
    {
        var violations = new List<FieldViolation>();
        JsonCheck.Check(Encoding.UTF8.GetBytes(json), CreateModuleRequest.Descriptor, violations);
        return violations;
    }
}
