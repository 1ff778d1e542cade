using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Api;

/// <summary>DatabaseService.</summary>
internal sealed class DatabaseGrpcService(IdempotentCalls calls, ModuleQueries modules, TableAccess tables)
    : V1.DatabaseService.DatabaseServiceBase
{
    private const int DefaultRows = 100;
    private const int MaxRows = 1_000;

    private TableManager Manager => tables.Manager;

    public override async Task<V1.ListTablesResponse> ListTables(V1.ListTablesRequest request, ServerCallContext context)
    {
        var page = Paging.Of(nameof(ListTables), request.PageSize, request.PageToken, request.Orphaned ? "orphaned" : "");
        var (found, total) = await Manager.ListAsync(request.Orphaned, page.After, page.Size + 1, context.CancellationToken);
        var response = new V1.ListTablesResponse { Tables = { found.Take(page.Size).Select(ToProto) }, TotalSize = total };
        if (found.Count > page.Size)
        {
            response.NextPageToken = page.TokenAfter(found[page.Size - 1].Table.Name);
        }

        return response;
    }

    public override Task<V1.SetRetentionResponse> SetRetention(V1.SetRetentionRequest request, ServerCallContext context)
    {
        var table = request.ScopeCase switch
        {
            V1.SetRetentionRequest.ScopeOneofCase.Table => Arguments.Required("table", request.Table),
            V1.SetRetentionRequest.ScopeOneofCase.Default when request.Default => RetentionStore.Default,
            _ => throw new InvalidArgumentException("scope", "is required: give table, or default with true"),
        };
        var retention = ToRetention(request.Retention);
        if (request.ValidateOnly)
        {
            return PreviewAsync(table, retention, context.CancellationToken);
        }

        return calls.RunAsync<V1.SetRetentionRequest, V1.SetRetentionResponse>(
            request, context, (origin, answer) => Manager.SetRetentionAsync(
                table, retention, (unit, effective) => answer(unit, ToResponse(effective)), origin, context.CancellationToken));

        static V1.SetRetentionResponse ToResponse(TimeSpan? effective) =>
            new() { Retention = effective is { } time ? Duration.FromTimeSpan(time) : null };
    }

    private async Task<V1.SetRetentionResponse> PreviewAsync(string table, TimeSpan? retention, CancellationToken cancellationToken)
    {
        var (effective, rows) = await Manager.PreviewRetentionAsync(table, retention, cancellationToken);
        var response = new V1.SetRetentionResponse { Retention = effective is { } time ? Duration.FromTimeSpan(time) : null };
        if (rows is { } count)
        {
            response.RowsToDelete = count;
        }

        return response;
    }

    public override Task<V1.DropTableResponse> DropTable(V1.DropTableRequest request, ServerCallContext context)
    {
        var name = Arguments.Required("name", request.Name);
        return calls.RunAsync<V1.DropTableRequest, V1.DropTableResponse>(request, context, (origin, answer) =>
            Manager.DropAsync(name, unit => answer(unit, new V1.DropTableResponse()), origin, context.CancellationToken));
    }

    public override async Task<V1.ListRowsResponse> ListRows(V1.ListRowsRequest request, ServerCallContext context)
    {
        var moduleId = modules.IdOf(Arguments.Required("module_id", request.ModuleId));
        if (request.Limit < 0)
        {
            throw new InvalidArgumentException("limit", "must not be negative; 0 means 100");
        }

        var limit = request.Limit == 0 ? DefaultRows : Math.Min(request.Limit, MaxRows);
        var (columns, rows) = await Manager
            .ListRowsAsync(moduleId, limit, Arguments.Time("before", request.Before), context.CancellationToken);
        return new V1.ListRowsResponse { Columns = { columns.Select(ToProto) }, Rows = { rows.Select(JsonStructs.ToStruct) } };
    }

    private static TimeSpan? ToRetention(Duration? given)
    {
        const long mostSeconds = 100L * 366 * 24 * 3600;
        return given switch
        {
            null => null,
            { Seconds: < 0 or > mostSeconds } or { Seconds: 0 } => throw new InvalidArgumentException(
                "retention", "must be 1 second to 100 years, such as 2592000s; leave it out to remove it"),
            _ => TimeSpan.FromSeconds(given.Seconds),
        };
    }

    private static V1.Table ToProto(TableReport report)
    {
        var table = new V1.Table
        {
            Name = report.Table.Name,
            ModuleId = report.Table.ModuleId,
            Version = report.Table.Version,
            Columns = { report.Table.Columns.Select(ToProto) },
            Orphaned = report.Orphaned,
            Problems = { report.Problems },
            Retention = report.Retention is { } retention ? Duration.FromTimeSpan(retention) : null,
        };
        if (report.Statistics is { } statistics)
        {
            (table.RowEstimate, table.Bytes, table.Hypertable) = (statistics.RowEstimate, statistics.Bytes, statistics.IsHypertable);
            table.LastRowTime = statistics.LastRowTime is { } time ? Timestamp.FromDateTimeOffset(time) : null;
        }

        return table;
    }

    private static V1.TableColumn ToProto(TableColumn column) => new() { Name = column.Name, Type = column.Type };
}
