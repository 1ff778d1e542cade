using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

internal sealed class TablePlanTests
{
    private const string Id = "01-2";

    [Test]
    public void For_First_HasTheDeclaredColumnsInOrderThenTime() =>
        Assert.That(
            Show(Plan([], ("b", FieldType.Int), ("a", FieldType.Jsonb))),
            Is.EqualTo("tricorder_module_01_2 v1: b integer, a jsonb, time timestamp with time zone"));

    [Test]
    public void For_Same_IsTheSame()
    {
        var first = Plan([], ("a", FieldType.Int));

        Assert.That(Plan([first], ("a", FieldType.Integer)), Is.SameAs(first));
    }

    [Test]
    public void For_More_AddsInPlace()
    {
        var first = Plan([], ("a", FieldType.Int));

        Assert.That(Show(Plan([first], ("c", FieldType.Text), ("a", FieldType.Int))),
            Is.EqualTo("tricorder_module_01_2 v2: a integer, time timestamp with time zone, c text"));
    }

    [Test]
    public void For_Fewer_KeepsAll()
    {
        var first = Plan([], ("a", FieldType.Int), ("b", FieldType.Text));

        Assert.That(Plan([first], ("b", FieldType.Text)), Is.SameAs(first));
    }

    [Test]
    public void For_AnotherType_GetsATableOfItsOwn_AndBackToTheOld()
    {
        var first = Plan([], ("a", FieldType.Int));
        var second = Plan([first], ("a", FieldType.Text));

        Assert.That(Show(second), Is.EqualTo("tricorder_module_01_2_v2 v2: a text, time timestamp with time zone"));
        Assert.That(Plan([first, second], ("a", FieldType.Int)), Is.SameAs(first));
        Assert.That(Plan([first, second], ("a", FieldType.Text)), Is.SameAs(second));
        Assert.That(Show(Plan([first, second], ("a", FieldType.Jsonb))), Does.StartWith("tricorder_module_01_2_v3 v3:"));
    }

    [Test]
    public void For_AfterAnAddition_NumbersGoOn()
    {
        var grown = Plan([Plan([], ("a", FieldType.Int))], ("a", FieldType.Int), ("b", FieldType.Int));

        Assert.That(Show(Plan([grown], ("a", FieldType.Text))), Does.StartWith("tricorder_module_01_2_v3 v3:"));
    }

    [Test]
    public void For_ARevisionThatHasATable_StaysThere()
    {
        var first = Plan([], ("a", FieldType.Int));
        var second = Plan([first], ("a", FieldType.Text));
        IReadOnlyList<OutputField> fields = [new OutputField("b", FieldType.Int, "")];

        Assert.That(TablePlan.For(Id, [first, second], first.Name, fields).Name, Is.EqualTo(first.Name));
        Assert.That(TablePlan.For(Id, [], first.Name, fields).Name, Is.EqualTo(first.Name));
    }

    private static ModuleTable Plan(IReadOnlyList<ModuleTable> known, params (string Name, FieldType Type)[] fields) =>
        TablePlan.For(Id, known, "", [.. fields.Select(field => new OutputField(field.Name, field.Type, ""))]);

    private static string Show(ModuleTable table) =>
        $"{table.Name} v{table.Version}: {string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type}"))}";
}
