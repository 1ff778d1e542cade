using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Validation;

namespace Tricorder.ApiServer.Tests.Modules;

internal sealed class LegacyCompatibilityTests
{
    [TestCase("data")]
    [TestCase("_x1")]
    public void Problem_OneJsonColumnWithPlainName_IsNone(string name) =>
        Assert.That(LegacyCompatibility.Problem(Drafts.Valid().WithFields(new OutputField(name, FieldType.Json, "")).Content), Is.Null);

    [TestCase("Data")]
    [TestCase("1st")]
    [TestCase("my data")]
    [TestCase("select")]
    [TestCase("user")]
    [TestCase("größe")]
    public void Problem_NameThatNeedsQuotes_IsTold(string name) =>
        Assert.That(LegacyCompatibility.Problem(Drafts.Valid().WithFields(new OutputField(name, FieldType.Json, "")).Content),
            Does.Contain("name"));

    [Test]
    public void Problem_TwoColumnsOrAnotherType_IsTold()
    {
        var two = Drafts.Valid().WithFields(new OutputField("a", FieldType.Json, ""), new OutputField("b", FieldType.Json, ""));
        var text = Drafts.Valid().WithFields(new OutputField("a", FieldType.Text, ""));

        Assert.That(LegacyCompatibility.Problem(two.Content), Does.Contain("one declared column"));
        Assert.That(LegacyCompatibility.Problem(text.Content), Does.Contain("JSON or JSONB"));
    }

    [Test]
    public void Problem_CompiledEbpfOrNoPerfBuffer_IsTold()
    {
        Assert.That(LegacyCompatibility.Problem(Drafts.Valid().With(ebpf => ebpf with { Format = ProgramFormat.Binary }).Content),
            Does.Contain("source text"));
        Assert.That(LegacyCompatibility.Problem(Drafts.Valid().With(ebpf => ebpf with { PerfBufferNames = [] }).Content),
            Does.Contain("perf buffer"));
    }

    [Test]
    public void Problem_WithoutPrograms_IsTheSame() =>
        Assert.That(LegacyCompatibility.Problem(Drafts.Valid().Content.WithoutPrograms()), Is.Null);
}
