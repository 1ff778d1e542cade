using CsCheck;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Modules.Validation;

internal sealed class SchemaRulesTests : ValidatorTest
{
    private const string NotForLegacy = "Info output_schema.fields LEGACY_AGENTS";
    private const string NameNotForLegacy = "Info output_schema.fields[0].name LEGACY_AGENTS";

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Columns("none", [], "Error output_schema.fields MISSING");
        yield return Columns("most", Many(500), "Warning output_schema.fields UNUSED_SCHEMA", NotForLegacy);
        yield return Columns("too many", Many(501), "Error output_schema.fields TOO_MANY",
            "Warning output_schema.fields UNUSED_SCHEMA");
        yield return Names("empty", [""], "Error output_schema.fields[0].name MISSING");
        yield return Names("longest", [new string('c', 63)]);
        yield return Names("too long in UTF-8", [new string('ä', 32)], "Error output_schema.fields[0].name TOO_LARGE");
        yield return Names("not ASCII", ["größe"], NameNotForLegacy);
        yield return Names("quotes and spaces", ["my \"column\""], NameNotForLegacy);
        yield return Names("control character", ["a\tb"], "Error output_schema.fields[0].name MALFORMED");
        yield return Names("half a surrogate", ["a\udc00"], "Error output_schema.fields[0].name MALFORMED");
        yield return Names("the server's time", ["time"], "Error output_schema.fields[0].name RESERVED_NAME");
        yield return Names("the server's prefix", ["_Tricorder_x"], "Error output_schema.fields[0].name RESERVED_NAME");
        yield return Names("PostgreSQL's own", ["ctid"], "Error output_schema.fields[0].name RESERVED_NAME");
        yield return Names("twice", ["a", "a"], "Error output_schema.fields[1].name DUPLICATE");
        yield return Names("only case differs", ["a", "A", "b"], "Warning output_schema.fields[1].name AMBIGUOUS_NAME", NotForLegacy);
        yield return Names("case differs and twice", ["a", "A", "A"],
            "Warning output_schema.fields[1].name AMBIGUOUS_NAME", "Error output_schema.fields[2].name DUPLICATE");
        yield return Columns("no type", [new OutputField("a", default, "")], "Error output_schema.fields[0].type MISSING");
        yield return Columns("unknown type", [new OutputField("a", (FieldType)99, "")], "Error output_schema.fields[0].type UNKNOWN_VALUE");
        yield return Columns("description too long", [new OutputField("a", FieldType.Json, new string('d', 1025))],
            "Error output_schema.fields[0].description TOO_LARGE");
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Validate_Schema_FindsWhatIsWrong(Func<ModuleDraft, ModuleDraft> spoil, string[] expected) =>
        Assert.That(await FindAsync(spoil(Drafts.Valid())), Is.EqualTo(expected));

    [Test]
    public void Validate_AnyColumns_NeverThrows() => Gen.Select(Gen.String[0, 80], Gen.Int[-2, 14], Gen.String[0, 40]).Array[0, 30].Sample(
        columns => ValidateAsync(
            Drafts.Valid().WithFields([.. columns.Select(c => new OutputField(c.Item1, (FieldType)c.Item2, c.Item3))])).Result.Count >= 0,
        iter: 1_000);

    private static TestCaseData Names(string name, string[] columns, params string[] expected) =>
        Columns(name, [.. columns.Select(column => new OutputField(column, FieldType.Jsonb, ""))], expected);

    private static TestCaseData Columns(string name, OutputField[] fields, params string[] expected) =>
        Case(name, draft => draft.WithFields(fields), expected);

    private static OutputField[] Many(int count) =>
        [.. Enumerable.Range(0, count).Select(index => new OutputField($"column{index}", FieldType.Text, ""))];
}
