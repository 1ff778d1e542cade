using Grpc.Core;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Access;
using Tricorder.ApiServer.Grafana.Datasources;
using Tricorder.ApiServer.Grafana.Publishing;
using Tricorder.ApiServer.Grafana.Tokens;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Api;

/// <summary>GrafanaService.</summary>
internal sealed class GrafanaGrpcService(IdempotentCalls calls, ModuleQueries modules, GrafanaAccess grafana)
    : V1.GrafanaService.GrafanaServiceBase
{
    private TokenManager Tokens => grafana.Tokens;

    private DatasourceManager Datasources => grafana.Datasources;

    private DashboardManager Dashboards => grafana.Dashboards;

    public override async Task<V1.GetGrafanaStatusResponse> GetGrafanaStatus(V1.GetGrafanaStatusRequest request, ServerCallContext context)
    {
        if (grafana.Status is not { } status)
        {
            return new V1.GetGrafanaStatusResponse { Message = "No Grafana is configured; set Grafana:Url." };
        }

        var (version, problem) = await status.AskAsync(context.CancellationToken);
        return new V1.GetGrafanaStatusResponse
        {
            Configured = true,
            Reachable = problem.Length == 0,
            Version = version,
            Url = status.Url,
            Token = await Tokens.CurrentAsync(context.CancellationToken) is { } token ? GrafanaMapping.ToProto(token) : null,
            Message = problem,
        };
    }

    public override Task<V1.CreateDatasourceResponse> CreateDatasource(V1.CreateDatasourceRequest request, ServerCallContext context)
    {
        var given = GrafanaMapping.ToManaged(Arguments.Required("datasource", request.Datasource));
        return calls.RunAsync<V1.CreateDatasourceRequest, V1.CreateDatasourceResponse>(
            request, context, (origin, answer) => Datasources.CreateAsync(
                given,
                (unit, own) => answer(unit, new V1.CreateDatasourceResponse { Datasource = GrafanaMapping.ToProto(own) }),
                origin,
                context.CancellationToken));
    }

    public override async Task<V1.GetDatasourceResponse> GetDatasource(V1.GetDatasourceRequest request, ServerCallContext context) => new()
    {
        Datasource = GrafanaMapping.ToProto(
            await Datasources.GetAsync(Arguments.Required("datasource_id", request.DatasourceId), context.CancellationToken)),
    };

    public override async Task<V1.ListDatasourcesResponse> ListDatasources(V1.ListDatasourcesRequest request, ServerCallContext context)
    {
        var page = Paging.Of(nameof(ListDatasources), request.PageSize, request.PageToken);
        var all = await Datasources.ListAsync(context.CancellationToken);
        var response = new V1.ListDatasourcesResponse { TotalSize = all.Count };
        response.NextPageToken = Fill(
            page, all, datasource => datasource.Id, datasource => response.Datasources.Add(GrafanaMapping.ToProto(datasource)));
        return response;
    }

    public override Task<V1.UpdateDatasourceResponse> UpdateDatasource(V1.UpdateDatasourceRequest request, ServerCallContext context)
    {
        var given = Arguments.Required("datasource", request.Datasource);
        var id = Arguments.Required("datasource.id", given.Id);
        var change = GrafanaMapping.ChangeOf(given, request.UpdateMask);
        return calls.RunAsync<V1.UpdateDatasourceRequest, V1.UpdateDatasourceResponse>(
            request, context, (origin, answer) => Datasources.UpdateAsync(
                id,
                change,
                (unit, own) => answer(unit, new V1.UpdateDatasourceResponse { Datasource = GrafanaMapping.ToProto(own) }),
                origin,
                context.CancellationToken));
    }

    public override Task<V1.DeleteDatasourceResponse> DeleteDatasource(V1.DeleteDatasourceRequest request, ServerCallContext context)
    {
        var id = Arguments.Required("datasource_id", request.DatasourceId);
        return calls.RunAsync<V1.DeleteDatasourceRequest, V1.DeleteDatasourceResponse>(request, context, (origin, answer) =>
            Datasources.DeleteAsync(id, unit => answer(unit, new V1.DeleteDatasourceResponse()), origin, context.CancellationToken));
    }

    public override async Task<V1.CheckDatasourceResponse> CheckDatasource(V1.CheckDatasourceRequest request, ServerCallContext context)
    {
        var check = await Datasources.CheckAsync(Arguments.Required("datasource_id", request.DatasourceId), context.CancellationToken);
        return new V1.CheckDatasourceResponse { Ok = check.IsOk, Message = check.Message };
    }

    public override Task<V1.CreateDashboardResponse> CreateDashboard(V1.CreateDashboardRequest request, ServerCallContext context)
    {
        if (request.ModuleId.Length > 0 == request.BuiltIn.Length > 0)
        {
            throw new InvalidArgumentException("module_id", "must be given, or built_in, and not both");
        }

        return calls.RunAsync<V1.CreateDashboardRequest, V1.CreateDashboardResponse>(request, context, (origin, answer) =>
        {
            Action<WriteUnit, PublishedDashboard> also = (unit, dashboard) =>
                answer(unit, new V1.CreateDashboardResponse { Dashboard = ToProto(dashboard) });
            return request.BuiltIn.Length > 0
                ? Dashboards.CreateBuiltInAsync(request.BuiltIn, request.OverwriteEdits, also, origin, context.CancellationToken)
                : Dashboards.CreateOfModuleAsync(
                    modules.IdOf(request.ModuleId), request.OverwriteEdits, also, origin, context.CancellationToken);
        });
    }

    public override async Task<V1.GetDashboardResponse> GetDashboard(V1.GetDashboardRequest request, ServerCallContext context) => new()
    {
        Dashboard = ToProto(
            await Dashboards.GetAsync(Arguments.Required("dashboard_id", request.DashboardId), context.CancellationToken)),
    };

    public override async Task<V1.ListDashboardsResponse> ListDashboards(V1.ListDashboardsRequest request, ServerCallContext context)
    {
        var page = Paging.Of(nameof(ListDashboards), request.PageSize, request.PageToken, request.ModuleId);
        var all = await Dashboards.ListAsync(modules.IdOf(request.ModuleId), context.CancellationToken);
        var response = new V1.ListDashboardsResponse { TotalSize = all.Count };
        response.NextPageToken = Fill(page, all, dashboard => dashboard.Id, dashboard => response.Dashboards.Add(ToProto(dashboard)));
        return response;
    }

    public override Task<V1.DeleteDashboardResponse> DeleteDashboard(V1.DeleteDashboardRequest request, ServerCallContext context)
    {
        var id = Arguments.Required("dashboard_id", request.DashboardId);
        return calls.RunAsync<V1.DeleteDashboardRequest, V1.DeleteDashboardResponse>(request, context, (origin, answer) =>
            Dashboards.DeleteAsync(id, unit => answer(unit, new V1.DeleteDashboardResponse()), origin, context.CancellationToken));
    }

    public override async Task<V1.ListTokensResponse> ListTokens(V1.ListTokensRequest request, ServerCallContext context)
    {
        var page = Paging.Of(nameof(ListTokens), request.PageSize, request.PageToken);
        IReadOnlyList<ManagedToken> all = await Tokens.CurrentAsync(context.CancellationToken) is { } token ? [token] : [];
        var response = new V1.ListTokensResponse { TotalSize = all.Count };
        response.NextPageToken = Fill(page, all, token => token.Id, token => response.Tokens.Add(GrafanaMapping.ToProto(token)));
        return response;
    }

    public override Task<V1.RotateTokenResponse> RotateToken(V1.RotateTokenRequest request, ServerCallContext context)
    {
        return calls.RunAsync<V1.RotateTokenRequest, V1.RotateTokenResponse>(request, context, (origin, answer) => Tokens.RotateAsync(
            (unit, token) => answer(unit, new V1.RotateTokenResponse { Token = GrafanaMapping.ToProto(token) }),
            origin,
            context.CancellationToken));
    }

    private V1.Dashboard ToProto(PublishedDashboard dashboard) =>
        GrafanaMapping.ToProto(dashboard, Dashboards.BuiltInNameOf(dashboard), Dashboards.UrlOf(dashboard));

    /// <summary>Adds one page of what is ordered by id; returns the token for the next.</summary>
    private static string Fill<T>(Paging page, IEnumerable<T> all, Func<T, string> idOf, Action<T> add)
    {
        var items = all.Where(item => string.CompareOrdinal(idOf(item), page.After) > 0).Take(page.Size + 1).ToList();
        items.Take(page.Size).ToList().ForEach(add);
        return items.Count > page.Size ? page.TokenAfter(idOf(items[page.Size - 1])) : "";
    }
}
