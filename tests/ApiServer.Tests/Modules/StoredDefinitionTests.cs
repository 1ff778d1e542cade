using System.Text.Json;
using Tricorder.ApiServer.Modules;
using OriginalName = Google.Protobuf.Reflection.OriginalNameAttribute;

namespace Tricorder.ApiServer.Tests.Modules;

internal sealed class StoredDefinitionTests
{
    [Test]
    public void Write_ThenRead_GivesTheSameText()
    {
        var content = Drafts.Valid()
            .With(ebpf => ebpf with { Probes = [Drafts.Kprobe, Drafts.Sample] })
            .WithFields(new OutputField("größe", FieldType.Timestamptz, "a \"quoted\" <text>"), new OutputField("b", FieldType.Bigint, ""))
            .Content;

        var text = StoredDefinition.Write(content);

        Assert.That(StoredDefinition.Write(StoredDefinition.Read(text)), Is.EqualTo(text));
        Assert.That(text, Does.Contain("größe").And.Contain("\"samplePeriod\":\"0.01s\""));
    }

    [Test]
    public void Read_UnknownEnumName_Throws() =>
        Assert.Throws<JsonException>(() => StoredDefinition.Read(
            StoredDefinition.Write(Drafts.Valid().Content).Replace("PROBE_TYPE_KPROBE", "PROBE_TYPE_FUTURE", StringComparison.Ordinal)));

    [TestCase("00:00:00.0010000", "0.001s")]
    [TestCase("00:01:30", "90s")]
    [TestCase("00:00:00.0000001", "0.0000001s")]
    [TestCase("1.00:00:00", "86400s")]
    public void Duration_Text_IsSecondsAndBack(string duration, string expected)
    {
        var text = StoredDuration.Text(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture));

        Assert.That(text, Is.EqualTo(expected));
        Assert.That(StoredDuration.Parse(text), Is.EqualTo(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    public void EnumNames_OfTheStore_AreThoseOfTheApi()
    {
        Assert.Multiple(() =>
        {
            AssertAgree<ProgramFormat, V1.ProgramFormat>();
            AssertAgree<ProgramLanguage, V1.ProgramLanguage>();
            AssertAgree<ProbeType, V1.ProbeType>();
            AssertAgree<WasmEncoding, V1.WasmEncoding>();
            AssertAgree<FieldType, V1.FieldType>();
        });
    }

    /// <summary>Same names as stored, and same numbers as the mapping between the two relies on.</summary>
    private static void AssertAgree<TDomain, TProto>()
        where TDomain : struct, Enum
        where TProto : struct, Enum
    {
        var options = new JsonSerializerOptions { Converters = { new ApiEnumConverter<TDomain>() } };
        var domain = Enum.GetValues<TDomain>()
            .ToDictionary(value => JsonSerializer.Serialize(value, options).Trim('"'), value => Convert.ToInt32(value, null));
        var proto = typeof(TProto).GetFields()
            .SelectMany(
                field => field.GetCustomAttributes(typeof(OriginalName), false).OfType<OriginalName>(),
                (field, name) => (field, name.Name))
            .Where(entry => domain.ContainsKey(entry.Name) || !entry.Name.EndsWith("_UNSPECIFIED", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name, entry => Convert.ToInt32(entry.field.GetRawConstantValue(), null));
        Assert.That(domain, Is.EquivalentTo(proto), typeof(TDomain).Name);
    }
}
