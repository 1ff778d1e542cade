using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

internal sealed class MetadataRulesTests : ValidatorTest
{
    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("nothing wrong", draft => draft);
        yield return Case("longest name", draft => draft with { Name = new string('n', 63) });
        yield return Case("no name", draft => draft with { Name = "" }, "Error name MISSING");
        yield return Case(
            "name like an id", draft => draft with { Name = "01a20aca-2113-7675-999d-cdc07c259fdf" }, "Error name RESERVED_NAME");
        yield return Case("name too long", draft => draft with { Name = new string('n', 64) }, "Error name MALFORMED");
        yield return Case("name begins with dash", draft => draft with { Name = "-n" }, "Error name MALFORMED");
        yield return Case("name with line end", draft => draft with { Name = "n\n" }, "Error name MALFORMED");
        yield return Case("name not ASCII", draft => draft with { Name = "größe" }, "Error name MALFORMED");
        yield return Case("longest description", draft => draft with { Description = new string('d', 4096) });
        yield return Case("description too long", draft => draft with { Description = new string('ä', 2049) },
            "Error description TOO_LARGE");
        yield return Case("description with NUL", draft => draft with { Description = "a\nb\0" }, "Error description MALFORMED");
        yield return Case("half a surrogate", draft => draft with { Description = "a\ud800b" }, "Error description MALFORMED");
        yield return Case("whole surrogate", draft => draft with { Description = "a\U0001F600b" });
        yield return Case("most labels", draft => draft with { Labels = Labels(64) });
        yield return Case("too many labels", draft => draft with { Labels = Labels(65) }, "Error labels TOO_MANY");
        yield return Case("label key", draft => draft with { Labels = Label("-a", "") }, "Error labels MALFORMED");
        yield return Case("label key empty", draft => draft with { Labels = Label("", "") }, "Error labels MALFORMED");
        yield return Case("label value", draft => draft with { Labels = Label("a", "b c") }, "Error labels MALFORMED");
        yield return Case("label value too long", draft => draft with { Labels = Label("a", new string('v', 64)) },
            "Error labels MALFORMED");
        yield return Case("no panel", draft => draft with { Panel = "" });
        yield return Case("panel not JSON", draft => draft with { Panel = "{" }, "Error panel MALFORMED");
        yield return Case("panels", draft => draft with { Panel = """[{"type":"table"},{}]""" });
        yield return Case("panels that are none", draft => draft with { Panel = "[{},1]" }, "Error panel MALFORMED");
        yield return Case("panel an empty array", draft => draft with { Panel = "[]" }, "Error panel MALFORMED");
        yield return Case("panel too large", draft => draft with { Panel = $$"""{"a":"{{new string('p', 256 * 1024)}}"}""" },
            "Error panel TOO_LARGE");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Validate_Metadata_FindsWhatIsWrong(Func<ModuleDraft, ModuleDraft> spoil, string[] expected) =>
        Assert.That(await FindAsync(spoil(Drafts.Valid())), Is.EqualTo(expected));

    [Test]
    public async Task Validate_UnsoundText_SaysWhere()
    {
        var findings = await ValidateAsync(Drafts.Valid() with { Description = "ab\ncd\0" });

        Assert.That((findings.Single().Line, findings.Single().Column), Is.EqualTo((2, 3)));
    }

    private static Dictionary<string, string> Label(string key, string value) => new() { [key] = value };

    private static Dictionary<string, string> Labels(int count) => Enumerable.Range(0, count).ToDictionary(index => $"key{index}", _ => "");
}
