using System.Globalization;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The panels that a module's columns make: the first of each kind are open, more are in rows that somebody has to open.</summary>
internal sealed class ModulePanels
{
    public const string RateTitle = "Rows per minute";
    public const string LatestTitle = "Latest rows";

    private const int MaxNumbers = 60;
    private const int MaxValues = 40;
    private const int MaxOthers = 20;
    private const int OpenNumbers = 6;
    private const int OpenValues = 6;
    private const int PerRow = 20;
    private const int MaxMembers = 20;
    private const int MaxColumns = 100;

    private readonly IReadOnlyList<DashboardColumn> _columns;
    private readonly List<Member> _members;
    private readonly RowQueries _queries;
    private readonly PanelFactory _factory;

    public ModulePanels(DashboardSubject subject, NodeVariable? node, PanelFactory factory)
    {
        _columns = subject.Relation.Columns;
        var documents = _columns.Where(column => column.IsDocument).ToDictionary(column => column.Name);
        _members = [.. subject.Fields
            .Where(field => field.Path.Count > 0 && documents.ContainsKey(field.Column))
            .Select(field => new Member(field, DocumentPath.Of(documents[field.Column], field.Path)))];
        _queries = new RowQueries(subject.Relation, node);
        _factory = factory;
    }

    public IReadOnlyList<PanelSection> ToSections() =>
    [
        new(
            null,
            false,
            [
                _factory.Series(RateTitle, _queries.Rate(), PanelLayout.Columns, asBars: true),
                _factory.Table(LatestTitle, _queries.Latest([.. _columns.Take(MaxColumns)], LatestMembers())),
            ]),
        .. Sections("Numbers", [.. Numbers()], MaxNumbers, OpenNumbers),
        .. Sections("Values", [.. Values()], MaxValues, OpenValues),
        .. Sections("True or false", [.. Flags()], MaxOthers, OpenNumbers),
        .. Sections("Times", [.. Times()], MaxOthers, OpenValues),
    ];

    private IEnumerable<Panel> Numbers() =>
        _columns.Where(column => column.Kind is ColumnKind.Integer or ColumnKind.Double)
            .Select(column => (column.Name, Number: new ColumnSql(column).AsNumber))
            .Concat(OfType(ValueTypes.Number).Select(member => (member.Field.Name, Number: member.Path.AsNumber)))
            .Select(each => _factory.Series(GrafanaText.Plain(each.Name), _queries.Number(each.Number), unit: UnitNames.Of(each.Name)));

    private IEnumerable<Panel> Values() =>
        _columns.Where(column => column.Kind is ColumnKind.Text or ColumnKind.Date)
            .Select(column => (column.Name, Query: _queries.Top(new ColumnSql(column).AsValue)))
            .Concat(OfType(ValueTypes.Text)
                .Where(member => member.Field.IsCategory)
                .Select(member => (member.Field.Name, Query: _queries.Top(member.Path))))
            .Select(each => _factory.Counts("Top " + GrafanaText.Plain(each.Name), each.Query, "rows"));

    private IEnumerable<Panel> Flags() =>
        _columns.Where(column => column.Kind == ColumnKind.Bool).Select(column => new ColumnSql(column))
            .Select(sql => (sql.Column.Name, Query: _queries.Flag(sql.IsTrue, sql.IsFalse)))
            .Concat(OfType(ValueTypes.Bool)
                .Select(member => (member.Field.Name, Query: _queries.Flag(member.Path.IsTrue, member.Path.IsFalse))))
            .Select(each => _factory.Series(GrafanaText.Plain(each.Name) + " (true, false)", each.Query, asBars: true));

    private IEnumerable<Panel> Times() => _columns.Where(column => column.Kind == ColumnKind.Time)
        .Select(column => _factory.Table(
            GrafanaText.Plain(column.Name) + " (oldest, newest)", _queries.Range(new ColumnSql(column).AsTime), width: 12, height: 4));

    private IEnumerable<Member> OfType(ValueTypes type) => _members.Where(member => member.Field.Types.HasFlag(type));

    /// <summary>
    /// Documents' members as columns; where there is one document, without its name. None may be called like another column.
    /// </summary>
    private List<(string Name, DocumentPath Path, bool IsNumber)> LatestMembers()
    {
        var isOne = _columns.Count(column => column.IsDocument) == 1;
        var taken = _columns.Select(column => column.Name).Append("time").Select(GrafanaText.Alias).ToHashSet(
            StringComparer.OrdinalIgnoreCase);
        return
        [
            .. _members.Select(member => (
                    Name: isOne ? string.Join('.', member.Field.Path) : member.Field.Name,
                    member.Path,
                    IsNumber: member.Field.Types == ValueTypes.Number))
                .Where(member => taken.Add(GrafanaText.Alias(member.Name)))
                .Take(MaxMembers),
        ];
    }

    private static IEnumerable<PanelSection> Sections(string title, IReadOnlyList<Panel> panels, int most, int open)
    {
        yield return new PanelSection(title, false, [.. panels.Take(open)]);
        var shown = Math.Min(panels.Count, most);
        for (var first = open; first < shown; first += PerRow)
        {
            var last = Math.Min(first + PerRow, shown);
            var rest = last == shown && shown < panels.Count ? string.Create(CultureInfo.InvariantCulture, $" of {panels.Count}") : "";
            yield return new PanelSection(
                string.Create(CultureInfo.InvariantCulture, $"{title} {first + 1} to {last}{rest}"),
                true,
                [.. panels.Take(last).Skip(first)]);
        }
    }

    private sealed record Member(SampledField Field, DocumentPath Path);
}
