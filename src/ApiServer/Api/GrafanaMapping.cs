using System.Collections.Frozen;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Grafana.Publishing;
using Tricorder.ApiServer.Grafana.Tokens;

namespace Tricorder.ApiServer.Api;

internal static class GrafanaMapping
{
    private static readonly FrozenSet<string> OutputOnly = new[] { "id", "grafana_datasource_id", "create_time" }.ToFrozenSet(
        StringComparer.Ordinal);

    public static ManagedDatasource ToManaged(V1.Datasource given) =>
        Apply(given, new ManagedDatasource { Id = "", Name = "", Type = "", Host = "", Uid = given.Uid });

    /// <summary>What an UpdateDatasource makes of a datasource.</summary>
    public static Func<ManagedDatasource, ManagedDatasource> ChangeOf(V1.Datasource given, FieldMask? mask)
    {
        var paths = FieldMasks.Resolve(mask, given, OutputOnly);
        if (paths.Count == 0)
        {
            throw new InvalidArgumentException("update_mask", "names nothing to change, and no field of the datasource is given");
        }

        return current =>
        {
            var changed = ToProto(current);
            changed.Password = current.Password ?? "";
            MaskedFields.Copy([.. paths.Where(path => path != "uid" || given.Uid.Length > 0)], given, changed);
            return Apply(changed, current);
        };
    }

    public static V1.Datasource ToProto(ManagedDatasource datasource) => new()
    {
        Id = datasource.Id,
        Name = datasource.Name,
        Type = datasource.Type,
        Host = datasource.Host,
        User = datasource.User,
        Database = datasource.Database,
        TablesName = { datasource.Tables },
        Uid = datasource.Uid,
        GrafanaDatasourceId = datasource.GrafanaId,
        CreateTime = Timestamp.FromDateTimeOffset(datasource.CreateTime),
    };

    public static V1.Dashboard ToProto(PublishedDashboard dashboard, string builtIn, string url) => new()
    {
        Id = dashboard.Id,
        ModuleId = dashboard.ModuleId,
        Uid = dashboard.Uid,
        Name = dashboard.Name,
        Url = url,
        Version = (int)Math.Min(int.MaxValue, dashboard.Version),
        EditedByUser = dashboard.State == DashboardState.Edited,
        CreateTime = Timestamp.FromDateTimeOffset(dashboard.CreateTime),
        BuiltIn = builtIn,
    };

    public static V1.Token ToProto(ManagedToken token) =>
        new() { Id = token.Id, Name = token.Name, CreateTime = Timestamp.FromDateTimeOffset(token.CreateTime) };

    private static ManagedDatasource Apply(V1.Datasource given, ManagedDatasource onto) => onto with
    {
        Name = given.Name,
        Type = given.Type,
        Host = given.Host,
        User = given.User,
        Password = given.Password,
        Database = given.Database,
        Tables = [.. given.TablesName],
        Uid = given.Uid,
    };
}
