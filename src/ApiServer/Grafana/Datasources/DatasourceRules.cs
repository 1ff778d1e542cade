using System.Text.RegularExpressions;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>What a caller's datasource must be like. All violations are told at once.</summary>
internal static partial class DatasourceRules
{
    private const int MaxName = 190;
    private const int MaxText = 255;
    private const int MaxTables = 1_000;

    public static void Check(ManagedDatasource datasource)
    {
        var violations = new List<FieldViolation>();
        Text(violations, "name", datasource.Name, 1, MaxName);
        if (!PluginId().IsMatch(datasource.Type))
        {
            violations.Add(new FieldViolation("datasource.type", "must be a plugin id of Grafana, such as 'postgres' or 'prometheus'"));
        }

        Text(violations, "host", datasource.Host, 1, MaxText);
        Text(violations, "user", datasource.User, 0, MaxName);
        Text(violations, "password", datasource.Password ?? "", 0, MaxText);
        Text(violations, "database", datasource.Database, GrafanaFeatures.IsPostgres(datasource.Type) ? 1 : 0, MaxText);
        if (datasource.Tables.Count > MaxTables || datasource.Tables.Any(table => table.Length is 0 or > MaxText))
        {
            violations.Add(new FieldViolation("datasource.tables_name", $"at most {MaxTables} names of 1 to {MaxText} characters"));
        }

        if (datasource.Uid.Length > 0 && !GrafanaUid.IsValid(datasource.Uid))
        {
            violations.Add(new FieldViolation("datasource.uid", GrafanaUid.Rule));
        }

        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations);
        }
    }

    private static void Text(List<FieldViolation> violations, string field, string value, int least, int most)
    {
        if (value.Length < least || value.Length > most || value.Any(char.IsControl))
        {
            violations.Add(new FieldViolation(
                "datasource." + field,
                value.Length < least ? "is required" : $"must be at most {most} characters, none of them a control character"));
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,99}\z")]
    private static partial Regex PluginId();
}
