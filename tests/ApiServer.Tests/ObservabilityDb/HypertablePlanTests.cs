using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

internal sealed class HypertablePlanTests
{
    private const string Table = "tricorder_module_1";

    [Test]
    public void For_NoTimescale_IsNothing() =>
        Assert.That(Plan(ReadingOf(timescale: "", isThere: true)), Is.EqualTo(new HypertablePlan(false, false, "")));

    [TestCase(true)]
    [TestCase(false)]
    public void For_TableThatIsNotThere_IsAllTheLicenceHas(bool community) =>
        Assert.That(Plan(ReadingOf(isThere: false, community: community)), Is.EqualTo(new HypertablePlan(true, community, "")));

    [Test]
    public void For_SmallPlainTable_IsToAdopt() =>
        Assert.That(Plan(ReadingOf(bytes: HypertablePlan.MaxBytesToMove)), Is.EqualTo(new HypertablePlan(true, true, "")));

    [Test]
    public void For_LargePlainTable_IsToTell() =>
        Assert.That(
            Plan(ReadingOf(bytes: HypertablePlan.MaxBytesToMove + 1)),
            Has.Property("Adopt").False.And.Property("Problem").Contains("64 MB"));

    [Test]
    public void For_TableThatSomebodyPartitioned_IsNothing() =>
        Assert.That(Plan(ReadingOf(inParts: true)), Is.EqualTo(new HypertablePlan(false, false, "")));

    [Test]
    public void For_HypertableWithoutCompression_IsToCompress() =>
        Assert.That(Plan(ReadingOf(hypertable: new Hypertable(false, null))), Is.EqualTo(new HypertablePlan(false, true, "")));

    [Test]
    public void For_WholeHypertable_IsNothing() =>
        Assert.That(Plan(ReadingOf(hypertable: new Hypertable(true, null))), Is.EqualTo(new HypertablePlan(false, false, "")));

    [Test]
    public void For_TimescaleThatDoesNotSay_IsNothing() =>
        Assert.That(Plan(ReadingOf() with { Hypertables = null }), Is.EqualTo(new HypertablePlan(false, false, "")));

    [TestCase(150018, "15.18")]
    [TestCase(90624, "9.6.24")]
    public void VersionOf_Number_IsAsPeopleSayIt(int number, string version) =>
        Assert.That(DatabaseFeatures.VersionOf(number).ToString(), Is.EqualTo(version));

    private static HypertablePlan Plan(DatabaseReading look) => HypertablePlan.For(Table, look);

    private static DatabaseReading ReadingOf(
        string timescale = "2.15.3", bool community = true, bool isThere = true,
        bool inParts = false, long bytes = 0, Hypertable? hypertable = null)
    {
        var columns = isThere ? new Dictionary<string, IReadOnlyList<TableColumn>> { [Table] = [] } : [];
        var shapes = isThere ? new Dictionary<string, TableShape> { [Table] = new(inParts, bytes) } : [];
        return new DatabaseReading(
            new DatabaseFeatures(new Version(15, 1), timescale, "public", community, false, [], false), columns, shapes,
            hypertable is null ? new Dictionary<string, Hypertable>() : new Dictionary<string, Hypertable> { [Table] = hypertable },
            Array.Empty<string>().ToLookup(text => text));
    }
}
