using Grpc.Core;
using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>ModuleService: what should run, and how far the fleet is.</summary>
internal sealed partial class ModuleGrpcService
{
    public override Task<V1.DeleteModuleResponse> DeleteModule(V1.DeleteModuleRequest request, ServerCallContext context)
    {
        var id = ModuleId(request.ModuleId);
        return calls.InOneUnitAsync(request, context, (unit, origin) =>
        {
            manager.DeleteModule(unit, id, request.Etag, request.DropData, origin);
            return new V1.DeleteModuleResponse();
        });
    }

    public override Task<V1.DeployModuleResponse> DeployModule(V1.DeployModuleRequest request, ServerCallContext context)
    {
        var id = ModuleId(request.ModuleId);
        if (request.Revision < 0)
        {
            throw new InvalidArgumentException("revision", "must not be negative; 0 means the newest");
        }

        var fleet = views.Snapshot([id]);
        return calls.InOneUnitAsync(request, context, (unit, origin) => new V1.DeployModuleResponse
        {
            Deployment = DeploymentMapping.ToProto(fleet.Predict(manager.Deploy(unit, id, request.Revision, origin))),
        });
    }

    public override Task<V1.UndeployModuleResponse> UndeployModule(V1.UndeployModuleRequest request, ServerCallContext context)
    {
        var id = ModuleId(request.ModuleId);
        var fleet = views.Snapshot([id]);
        return calls.InOneUnitAsync(request, context, (unit, origin) => new V1.UndeployModuleResponse
        {
            Deployment = DeploymentMapping.ToProto(fleet.Predict(manager.Undeploy(unit, id, origin))),
        });
    }

    public override Task<V1.BatchDeployModulesResponse> BatchDeployModules(V1.BatchDeployModulesRequest request, ServerCallContext context)
    {
        Check(request);
        List<string> ids = [.. request.ModuleIds.Select(queries.IdOf)];
        var fleet = views.Snapshot(ids);
        return calls.InOneUnitAsync(request, context, (unit, origin) => new V1.BatchDeployModulesResponse
        {
            Results =
            {
                manager.Batch(unit, ids, (DeploymentTarget)request.Target, origin)
                    .Select(result => DeploymentMapping.ToProto(result, fleet)),
            },
        });
    }

    public override Task<V1.GetDeploymentResponse> GetDeployment(V1.GetDeploymentRequest request, ServerCallContext context)
    {
        var id = ModuleId(request.ModuleId);
        return Task.FromResult(new V1.GetDeploymentResponse
        {
            Deployment = DeploymentMapping.ToProtoOrNull(views.Find(id)) ?? throw new NotFoundException(
                "deployment", id, $"Module '{queries.Get(id).Name}' was never deployed."),
        });
    }

    public override Task<V1.ListModuleInstancesResponse> ListModuleInstances(
        V1.ListModuleInstancesRequest request, ServerCallContext context)
    {
        var state = Arguments.Known("state", request.State);
        var shown = Arguments.Known("display_state", request.DisplayState);
        var page = Paging.Of(
            nameof(ListModuleInstances), request.PageSize, request.PageToken,
            request.ModuleId, request.AgentId, state.ToString(), shown.ToString());
        var (items, total, _) = instances.List(
            new InstanceFilter(
                queries.IdOf(request.ModuleId),
                request.AgentId,
                state == V1.InstanceState.Unspecified ? null : (InstanceState)state,
                shown == V1.DisplayState.Unspecified ? null : (DisplayState)shown),
            page.AfterPair,
            page.Size + 1);
        var response = new V1.ListModuleInstancesResponse
        {
            TotalSize = total,
            Instances = { items.Take(page.Size).Select(DeploymentMapping.ToProto) },
        };
        if (items.Count > page.Size)
        {
            response.NextPageToken = page.TokenAfter(items[page.Size - 1].ModuleId, items[page.Size - 1].AgentId);
        }

        return Task.FromResult(response);
    }

    public override Task<V1.ListModuleStatisticsResponse> ListModuleStatistics(
        V1.ListModuleStatisticsRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListModuleStatisticsResponse
        {
            Statistics = { statistics.List(queries.IdOf(request.ModuleId)).Select(DeploymentMapping.ToProto) },
        });

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
            violations.Add(
                new FieldViolation("module_ids", $"must be 1 to {DeploymentManager.MaxBatch} ids; to mean every module, set all"));
        }

        if (violations.Count > 0)
        {
            throw new InvalidArgumentException(violations);
        }
    }
}
