using System.Buffers;

namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>What a version of Grafana can do, as far as it matters here. Facts of Grafana's own change log and source.</summary>
/// <param name="Text">The version as Grafana says it, such as <c>11.3.0-pre</c>.</param>
/// <param name="Number">Its numbers.</param>
internal sealed record GrafanaFeatures(string Text, Version Number)
{
    public const string PostgresPlugin = "grafana-postgresql-datasource";
    private const string PostgresAlias = "postgres";

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly Version V8 = new(8, 0);
    private static readonly Version V9 = new(9, 0);
    private static readonly Version V91 = new(9, 1);
    private static readonly Version V1023 = new(10, 2, 3);

    /// <summary>Service accounts and their tokens; before, there are API keys (8.5 and 9.0 had the former behind a switch).</summary>
    public bool HasServiceAccounts => Number >= V91;

    /// <summary><c>/api/datasources/uid/...</c> for everything, and <c>.../health</c> below it.</summary>
    public bool HasDatasourcesByUid => Number >= V9;

    /// <summary><c>/api/ds/query</c> for all datasources; before, there is <c>/api/tsdb/query</c>.</summary>
    public bool HasUnifiedQuery => Number >= V8;

    /// <summary>A dashboard's folder is named by uid when it is saved. Before, only by id; from 13 on only by uid.</summary>
    public bool HasFolderUidOnSave => Number >= V8;

    /// <summary>A provisioned dashboard is protected also from who names it by uid only. Before some 8.x it was overwritten.</summary>
    public bool GuardsProvisionedDashboards => Number >= V9;

    public bool HasAnnotationsByDashboardUid => Number >= V9;

    /// <summary>What PostgreSQL datasources are called.</summary>
    public string PostgresType => Number >= V1023 ? PostgresPlugin : PostgresAlias;

    /// <summary>Null when the text is no version.</summary>
    public static GrafanaFeatures? Of(string text)
    {
        var digits = text.AsSpan().TrimStart('v');
        var end = digits.IndexOfAnyExcept(NumberCharacters);
        return Version.TryParse(end < 0 ? digits : digits[..end], out var number) ? new GrafanaFeatures(text, number) : null;
    }

    /// <summary>The type as this version calls it, whatever other versions do.</summary>
    public string TypeFor(string type) => IsPostgres(type) ? PostgresType : type;

    public static bool IsPostgres(string type) => type is PostgresAlias or PostgresPlugin;

    public static bool IsSameType(string one, string other) => one == other || (IsPostgres(one) && IsPostgres(other));
}
