using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Api;

/// <summary>ModuleService: what should run, and how far the fleet is.</summary>
internal sealed partial class ModuleGrpcService
{
    public override async Task<V1.DeleteModuleResponse> DeleteModule(V1.DeleteModuleRequest request, ServerCallContext context)
    {
        var origin = CallOrigins.Of(context, request.RequestId);
        var id = Arguments.Required("module_id", request.ModuleId);
        var once = new Once<Module>(RequestKeys.Of(nameof(DeleteModule), request, origin.Actor), _ => new V1.DeleteModuleResponse().ToByteArray());
        return V1.DeleteModuleResponse.Parser.ParseFrom(await manager.DeleteModuleAsync(
            id, request.Etag, request.DropData, once, origin, context.CancellationToken).ConfigureAwait(false));
    }

    public override async Task<V1.DeployModuleResponse> DeployModule(V1.DeployModuleRequest request, ServerCallContext context)
    {
        var origin = CallOrigins.Of(context, request.RequestId);
        var id = Arguments.Required("module_id", request.ModuleId);
        if (request.Revision < 0)
        {
            throw new InvalidArgumentException("revision", "must not be negative; 0 means the newest");
        }

        var once = new Once<Deployment>(
            RequestKeys.Of(nameof(DeployModule), request, origin.Actor),
            deployment => new V1.DeployModuleResponse { Deployment = DeploymentMapping.ToProto(deployment) }.ToByteArray());
        return V1.DeployModuleResponse.Parser.ParseFrom(
            await manager.DeployAsync(id, request.Revision, once, origin, context.CancellationToken).ConfigureAwait(false));
    }

    public override async Task<V1.UndeployModuleResponse> UndeployModule(V1.UndeployModuleRequest request, ServerCallContext context)
    {
        var origin = CallOrigins.Of(context, request.RequestId);
        var id = Arguments.Required("module_id", request.ModuleId);
        var once = new Once<Deployment>(
            RequestKeys.Of(nameof(UndeployModule), request, origin.Actor),
            deployment => new V1.UndeployModuleResponse { Deployment = DeploymentMapping.ToProto(deployment) }.ToByteArray());
        return V1.UndeployModuleResponse.Parser.ParseFrom(
            await manager.UndeployAsync(id, once, origin, context.CancellationToken).ConfigureAwait(false));
    }

    public override async Task<V1.BatchDeployModulesResponse> BatchDeployModules(V1.BatchDeployModulesRequest request, ServerCallContext context)
    {
        var origin = CallOrigins.Of(context, request.RequestId);
        Check(request);
        var once = new Once<IReadOnlyList<BatchResult>>(
            RequestKeys.Of(nameof(BatchDeployModules), request, origin.Actor),
            results => new V1.BatchDeployModulesResponse { Results = { results.Select(DeploymentMapping.ToProto) } }.ToByteArray());
        return V1.BatchDeployModulesResponse.Parser.ParseFrom(await manager.BatchAsync(
            request.ModuleIds, (DeploymentTarget)request.Target, once, origin, context.CancellationToken).ConfigureAwait(false));
    }

    public override Task<V1.GetDeploymentResponse> GetDeployment(V1.GetDeploymentRequest request, ServerCallContext context)
    {
        var id = Arguments.Required("module_id", request.ModuleId);
        return Task.FromResult(new V1.GetDeploymentResponse
        {
            Deployment = deployments.Find(id) ?? throw new NotFoundException(
                "deployment", id, $"Module '{queries.Get(id).Name}' was never deployed."),
        });
    }

    public override Task<V1.ListModuleInstancesResponse> ListModuleInstances(V1.ListModuleInstancesRequest request, ServerCallContext context)
    {
        var state = Arguments.Known("state", request.State);
        var shown = Arguments.Known("display_state", request.DisplayState);
        var page = Paging.Of(
            nameof(ListModuleInstances), request.PageSize, request.PageToken, request.ModuleId, request.AgentId, state.ToString(), shown.ToString());
        var (items, total, _) = views.ListInstances(
            new InstanceFilter(
                request.ModuleId,
                request.AgentId,
                state == V1.InstanceState.Unspecified ? null : (InstanceState)state,
                shown == V1.DisplayState.Unspecified ? null : (DisplayState)shown),
            page.AfterPair,
            page.Size + 1);
        var response = new V1.ListModuleInstancesResponse { TotalSize = total, Instances = { items.Take(page.Size).Select(DeploymentMapping.ToProto) } };
        if (items.Count > page.Size)
        {
            response.NextPageToken = page.TokenAfter(items[page.Size - 1].ModuleId, items[page.Size - 1].AgentId);
        }

        return Task.FromResult(response);
    }

    public override Task<V1.ListModuleStatisticsResponse> ListModuleStatistics(V1.ListModuleStatisticsRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListModuleStatisticsResponse { Statistics = { statistics.List(request.ModuleId).Select(DeploymentMapping.ToProto) } });

    private static void Check(V1.BatchDeployModulesRequest request)
    {
        var violations = new List<FieldViolation>();
        if (request.Target is not (V1.DeploymentTarget.Deployed or V1.DeploymentTarget.Undeployed))
        {
            violations.Add(new FieldViolation("target", "must be DEPLOYMENT_TARGET_DEPLOYED or DEPLOYMENT_TARGET_UNDEPLOYED"));
        }

        if (request.All && request.ModuleIds.Count > 0)
        {
            violations.Add(new FieldViolation("module_ids", "must be empty with all"));
        }
        else if (!request.All && request.ModuleIds.Count is 0 or > DeploymentManager.MaxBatch)
        {
            violations.Add(new FieldViolation("module_ids", $"must be 1 to {DeploymentManager.MaxBatch} ids; to mean every module, set all"));
        }

        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations);
        }
    }
}
