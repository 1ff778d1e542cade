using System.Text;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Preview;

namespace Tricorder.ApiServer.Tests.Modules.Preview;

internal sealed class PreviewRowsTests
{
    [TestCase(FieldType.Jsonb, """{"a":[1,"x",null]}""")]
    [TestCase(FieldType.Json, "[\"\\u0000\"]")]
    [TestCase(FieldType.Bool, "true")]
    [TestCase(FieldType.Int, "-2147483648")]
    [TestCase(FieldType.Bigint, "9223372036854775807")]
    [TestCase(FieldType.Double, "1.5e300")]
    [TestCase(FieldType.Text, "\"käse\"")]
    [TestCase(FieldType.Date, "\"2026-02-28\"")]
    [TestCase(FieldType.Timestamptz, "\"2026-02-28T12:00:00.5Z\"")]
    [TestCase(FieldType.Text, "null")]
    public void Decode_ValueOfItsType_IsARow(FieldType type, string value)
    {
        var (row, error) = Decode($$"""{"v":{{value}},"other":1}""" + "\0\0", type);

        Assert.That(error, Is.Empty);
        Assert.That(
            row!["v"]?.ToJsonString() ?? "null", Is.EqualTo(System.Text.Json.Nodes.JsonNode.Parse(value)?.ToJsonString() ?? "null"));
    }

    [TestCase(FieldType.Jsonb, "\"\\u0000\"", "\\u0000")]
    [TestCase(FieldType.Jsonb, "{\"a\\u0000\":1}", "\\u0000")]
    [TestCase(FieldType.Text, "\"a\\u0000\"", "\\u0000")]
    [TestCase(FieldType.Bool, "1", "BOOL")]
    [TestCase(FieldType.Int, "2147483648", "INT")]
    [TestCase(FieldType.Integer, "1.5", "INTEGER")]
    [TestCase(FieldType.Bigint, "9223372036854775808", "BIGINT")]
    [TestCase(FieldType.Bigint, "\"1\"", "BIGINT")]
    [TestCase(FieldType.Double, "\"1\"", "DOUBLE")]
    [TestCase(FieldType.Text, "1", "TEXT")]
    [TestCase(FieldType.Date, "\"2026-02-30\"", "DATE")]
    [TestCase(FieldType.Timestamptz, "\"yesterday\"", "TIMESTAMPTZ")]
    public void Decode_ValueOfAnotherType_SaysWhatIsWanted(FieldType type, string value, string expected)
    {
        var (row, error) = Decode($$"""{"v":{{value}},"other":1}""", type);

        Assert.That(row, Is.Null);
        Assert.That(error, Does.StartWith("the value for the column 'v' ").And.Contain(expected));
    }

    [TestCase("", "empty")]
    [TestCase("\0\0", "empty")]
    [TestCase("{\"v\":1", "not one JSON document (line 1, byte 7)")]
    [TestCase("{\"v\":1} x", "not one JSON document")]
    [TestCase("[1]", "JSON object")]
    [TestCase("{\"V\":1}", "'V', which is no column")]
    [TestCase("{\"v\":1,\"v\":2}", "a member twice")]
    [TestCase("\xff", "not UTF-8")]
    public void Decode_Garbage_SaysWhy(string output, string expected)
    {
        var (row, error) = PreviewRows.Decode(Encoding.Latin1.GetBytes(output), WasmEncoding.Json, Fields(FieldType.Int));

        Assert.That(row, Is.Null);
        Assert.That(error, Does.Contain(expected));
    }

    [Test]
    public void Decode_DeepDocument_IsGarbage() =>
        Assert.That(Decode(new string('[', 10_000), FieldType.Int).Error, Does.Contain("not one JSON document"));

    [TestCase(FieldType.Text, "as it is", "\"as it is\"")]
    [TestCase(FieldType.Int, "42", "42")]
    [TestCase(FieldType.Jsonb, "{\"a\":1}", "{\"a\":1}")]
    [TestCase(FieldType.Int, "many", null)]
    public void Decode_Raw_IsTheOnlyColumn(FieldType type, string output, string? expected)
    {
        var (row, _) = PreviewRows.Decode(Encoding.UTF8.GetBytes(output), WasmEncoding.None, [new OutputField("v", type, "")]);

        Assert.That(row?["v"]?.ToJsonString(), Is.EqualTo(expected));
    }

    private static (System.Text.Json.Nodes.JsonObject? Row, string Error) Decode(string output, FieldType type) =>
        PreviewRows.Decode(Encoding.UTF8.GetBytes(output), WasmEncoding.Json, Fields(type));

    private static OutputField[] Fields(FieldType type) => [new("v", type, ""), new("other", FieldType.Int, "")];
}
