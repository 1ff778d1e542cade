using System.Text.Json.Nodes;
using Npgsql;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>
/// Runs the SQL of all panels of a dashboard, those in closed rows too, in a real PostgreSQL, and judges the answers as Grafana does.
/// </summary>
internal sealed class PanelRun(string url, bool timescale = false)
{
    private static readonly HashSet<string> Numbers = ["double precision", "bigint", "integer", "numeric"];

    public static IEnumerable<JsonObject> Panels(JsonNode dashboard) => dashboard["panels"]!.AsArray().Select(panel => panel!.AsObject())
        .SelectMany(panel => panel["panels"] is JsonArray ? Panels(panel).Prepend(panel) : [panel]);

    public static JsonObject Variable(JsonNode dashboard, string name) =>
        dashboard["templating"]!["list"]!.AsArray().Select(variable => variable!.AsObject()).Single(
            variable => (string)variable["name"]! == name);

    /// <summary>Every panel's rows by its title. All variables are at "All" but those that are given.</summary>
    public async Task<Dictionary<string, List<object?[]>>> RunAsync(JsonObject dashboard, params (string Name, string[] Values)[] chosen)
    {
        var macros = Macros();
        foreach (var variable in dashboard["templating"]!["list"]!.AsArray())
        {
            var name = (string)variable!["name"]!;
            var values = chosen.FirstOrDefault(each => each.Name == name).Values ?? [];
            _ = (string)variable["type"]! == "constant"
                ? macros.With(name, [(string)variable["query"]!])
                : macros.With(name, values, (string)variable["allValue"]!);
        }

        var rows = new Dictionary<string, List<object?[]>>();
        foreach (var panel in Panels(dashboard))
        {
            foreach (var target in panel["targets"]?.AsArray() ?? [])
            {
                rows.Add((string)panel["title"]!, await RunAsync((string)panel["title"]!, target!.AsObject(), macros));
            }
        }

        return rows;
    }

    public async Task<List<object?[]>> QueryAsync(string sql) =>
        await RunAsync(sql, new JsonObject { ["rawSql"] = sql, ["format"] = "table", ["rawQuery"] = true }, Macros());

    private GrafanaMacros Macros() =>
        new(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddMinutes(1), TimeSpan.FromSeconds(15), timescale);

    private async Task<List<object?[]>> RunAsync(string title, JsonObject target, GrafanaMacros macros)
    {
        var sql = macros.Expand((string)target["rawSql"]!);
        Assert.That((bool)target["rawQuery"]!, Is.True);
        await using var connection = await PostgresCluster.OpenAsync(url);
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            if ((string)target["format"]! == "time_series")
            {
                CheckSeries(title, reader);
            }

            var rows = new List<object?[]>();
            while (await reader.ReadAsync())
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                Assert.That(row.OfType<double>().All(double.IsFinite), Is.True, $"{title}: Grafana can not write what is not finite");
                rows.Add([.. row.Select(value => value is DBNull ? null : value)]);
            }

            return rows;
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"{title}: {e.MessageText}\n{sql}", e);
        }
    }

    /// <summary>A column <c>time</c>, at most one of text that is called <c>metric</c>, and numbers.</summary>
    private static void CheckSeries(string title, NpgsqlDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount)
            .Select(index => (Name: reader.GetName(index), Type: reader.GetDataTypeName(index))).ToList();
        Assert.That(columns.Select(column => column.Name), Has.Exactly(1).EqualTo("time"), title);
        Assert.That(
            columns.Where(column => column.Name is not ("time" or "metric")).Select(column => column.Type).Except(Numbers),
            Is.Empty,
            title);
        Assert.That(columns, Has.Count.GreaterThan(1), title);
    }
}
