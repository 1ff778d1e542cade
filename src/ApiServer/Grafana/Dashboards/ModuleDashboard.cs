using System.Globalization;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The dashboard of a module. Pure: the same subject, dialect and datasource give the same bytes.</summary>
internal static class ModuleDashboard
{
    private const int MaxDescription = 500;

    /// <summary>The variable by which a module's own panels, and whoever edits the dashboard, may refer to the module's table.</summary>
    public const string TableVariable = "table";

    public static JsonObject Generate(DashboardSubject subject, DashboardDialect dialect, DashboardDatasource datasource)
    {
        var node = NodeVariable.Find(subject.Relation.Columns);
        var table = TableText(subject.Relation.Name);
        var generated = new ModulePanels(subject, node, new PanelFactory(dialect, datasource)).ToSections();
        var own = new UserPanels(dialect, datasource, table).Read(subject.Panel);
        var variables = new JsonArray(DashboardVariables.Constant(TableVariable, table));
        if (node is not null)
        {
            variables.Add((JsonNode)node.ToJson(subject.Relation.Name, dialect.Refer(datasource)));
        }

        return DashboardModel.Create(dialect, new DashboardHead
        {
            Uid = DashboardUid.OfModule(subject.ModuleId),
            Title = subject.Name,
            Description = Describe(subject),
            Tags = ["tricorder", "module"],
            PageUrl = subject.PageUrl,
        }, variables, PanelLayout.Place(UserPanels.Merge(generated, own)));
    }

    private static string Describe(DashboardSubject subject)
    {
        var made = string.Create(
            CultureInfo.InvariantCulture, $"Made by Tricorder for revision {subject.Revision}. Once it is edited here, it is left alone.");
        return subject.Description.Length == 0 ? made : GrafanaText.Plain(subject.Description, MaxDescription) + "\n\n" + made;
    }

    /// <summary>Tables of ours need no quotes; one of an old store may.</summary>
    private static string TableText(string name) =>
        name.All(c => c is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')) && !char.IsAsciiDigit(name[0])
            ? name
            : GrafanaText.Identifier(name);
}
