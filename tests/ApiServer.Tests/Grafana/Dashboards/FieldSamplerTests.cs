using Tricorder.ApiServer.Grafana.Dashboards;

namespace Tricorder.ApiServer.Tests.Grafana.Dashboards;

public class FieldSamplerTests
{
    [Test]
    public void Infer_MixedDocuments_EachPathWithItsTypes()
    {
        var fields = FieldSampler.Infer(
            "d", ["""{"a":1,"b":{"c":"x"},"e":[1],"n":null}""", """{"a":"y","b":{"c":"x"},"f":true}""", "not JSON", "[1]", "5"]);

        Assert.That(fields.Select(field => (field.Name, field.Types)), Is.EqualTo(new[]
        {
            ("d.a", ValueTypes.Number | ValueTypes.Text), ("d.b.c", ValueTypes.Text), ("d.f", ValueTypes.Bool),
        }));
    }

    [Test]
    public void Infer_DeepOrLongOrNoNames_LeftOut()
    {
        var fields = FieldSampler.Infer("d", [
            """{"a":{"b":{"c":{"d":1,"e":{"f":2}}}},"":3,"z\u0000":5}""",
            $$"""{"{{new string('k', 10_000)}}":4}""",
            """{"x":1,"\ud800":6}""",
            """{"ok":1}""",
        ]);

        Assert.That(fields.Select(field => field.Name), Does.Contain("d.ok").And.Not.Contains("d.z\0"));
        Assert.That(fields.Max(field => field.Path.Count), Is.LessThanOrEqualTo(4));
        Assert.That(fields.Max(field => field.Name.Length), Is.LessThan(300));
    }

    [Test]
    public void Infer_InventedNames_Bounded()
    {
        var fields = FieldSampler.Infer("d", Enumerable.Range(0, 300).Select(index => $$"""{"k{{index}}":1}"""));

        Assert.That(fields, Has.Count.EqualTo(SampledFields.Max));
    }

    [TestCase(2, 2, ExpectedResult = true)]
    [TestCase(100, 5, ExpectedResult = true)]
    [TestCase(100, 100, ExpectedResult = false)]
    public bool Infer_Texts_CategoryWhenTheyComeAgain(int rows, int different) => FieldSampler
        .Infer("d", Enumerable.Range(0, rows).Select(index => $$"""{"t":"{{index % different}}"}"""))
        .Single().IsCategory;

    [Test]
    public void Infer_LongTexts_NoCategory() =>
        Assert.That(FieldSampler.Infer("d", [$$"""{"t":"{{new string('x', 5000)}}"}"""]).Single().IsCategory, Is.False);

    [Test]
    public void Merge_NewSample_OnlyAdds()
    {
        SampledField[] known = [new("d", ["a"], ValueTypes.Number, false), new("d", ["b"], ValueTypes.Text, true)];
        SampledField[] found = [new("d", ["c"], ValueTypes.Bool, false), new("d", ["a"], ValueTypes.Text, true)];

        var merged = SampledFields.Merge(known, found);

        Assert.That(merged.Select(field => (field.Name, field.Types, field.IsCategory)), Is.EqualTo(new[]
        {
            ("d.a", ValueTypes.Number | ValueTypes.Text, true), ("d.b", ValueTypes.Text, true), ("d.c", ValueTypes.Bool, false),
        }));
        Assert.That(SampledFields.Write(SampledFields.Merge(merged, found)), Is.EqualTo(SampledFields.Write(merged)));
    }

    [Test]
    public void Read_Written_Same()
    {
        SampledField[] fields = [new("d", ["a", "$b"], ValueTypes.Number | ValueTypes.Bool, true)];

        var read = SampledFields.Read(SampledFields.Write(fields)).Single();

        Assert.That(
            (read.Column, string.Join('/', read.Path), read.Types, read.IsCategory),
            Is.EqualTo(("d", "a/$b", ValueTypes.Number | ValueTypes.Bool, true)));
    }
}
