using Grpc.Core;
using Tricorder.ApiServer.Deployments.Lifecycle;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Modules.Preview;
using Tricorder.ApiServer.Modules.Writing;

namespace Tricorder.ApiServer.Api;

/// <summary>ModuleService: modules and their revisions.</summary>
internal sealed partial class ModuleGrpcService(
    IdempotentCalls calls,
    ModuleManager modules,
    ModuleQueries queries,
    ModulePreview preview,
    ModuleListing listing,
    DeploymentManager manager,
    DeploymentViews views,
    InstanceViews instances,
    StatisticsCollector statistics) : V1.ModuleService.ModuleServiceBase
{
    public override async Task<V1.CreateModuleResponse> CreateModule(V1.CreateModuleRequest request, ServerCallContext context)
    {
        var draft = DraftMapping.ToDraft(Arguments.Required("module", request.Module));
        if (request.ValidateOnly)
        {
            return ToCreateResponse(await modules.CheckAsync(draft, context.CancellationToken));
        }

        return await calls.RunAsync<V1.CreateModuleRequest, V1.CreateModuleResponse>(
            request, context, (origin, answer) => modules.CreateAsync(
                draft, (unit, result) => answer(unit, ToCreateResponse(result)), origin, context.CancellationToken));
    }

    public override async Task<V1.GetModuleResponse> GetModule(V1.GetModuleRequest request, ServerCallContext context)
    {
        var id = ModuleId(request.ModuleId);
        var full = Arguments.IsFull(request.View, byDefault: true);
        var module = full ? await queries.GetFullAsync(id, context.CancellationToken) : queries.Get(id);
        return new V1.GetModuleResponse { Module = ModuleMapping.ToProto(module, full, DeploymentMapping.ToProtoOrNull(views.Find(id))) };
    }

    public override Task<V1.ListModulesResponse> ListModules(V1.ListModulesRequest request, ServerCallContext context) =>
        listing.ListAsync(request, context.CancellationToken);

    public override Task<V1.UpdateModuleResponse> UpdateModule(V1.UpdateModuleRequest request, ServerCallContext context)
    {
        var given = Arguments.Required("module", request.Module);
        var update = new ModuleUpdate(
            queries.IdOf(Arguments.Required("module.id", given.Id)), ModuleMask.EditOf(given, request.UpdateMask), request.Etag);
        return calls.RunAsync<V1.UpdateModuleRequest, V1.UpdateModuleResponse>(request, context, (origin, answer) =>
        {
            var deployment = views.Find(update.ModuleId); // An update changes nothing of it.
            return modules.UpdateAsync(
                update, (unit, result) => answer(unit, ToUpdateResponse(result, deployment)), origin, context.CancellationToken);
        });
    }

    public override Task<V1.ListModuleRevisionsResponse> ListModuleRevisions(
        V1.ListModuleRevisionsRequest request, ServerCallContext context) =>
        listing.ListRevisionsAsync(request, context.CancellationToken);

    public override async Task<V1.ValidateModuleResponse> ValidateModule(V1.ValidateModuleRequest request, ServerCallContext context)
    {
        var module = Arguments.Required("module", request.Module);
        var findings = await modules
            .ValidateAsync(DraftMapping.ToDraft(module), queries.IdOf(module.Id), context.CancellationToken);
        var response = new V1.ValidateModuleResponse();
        response.Findings.Add(findings.Select(FindingMapping.ToProto));
        return response;
    }

    private string ModuleId(string idOrName) => queries.IdOf(Arguments.Required("module_id", idOrName));

    private static V1.CreateModuleResponse ToCreateResponse(ModuleResult result)
    {
        var response = new V1.CreateModuleResponse { Module = ModuleMapping.ToProto(result.Module, full: false, deployment: null) };
        response.Findings.Add(result.Findings.Select(FindingMapping.ToProto));
        return response;
    }

    private static V1.UpdateModuleResponse ToUpdateResponse(ModuleResult result, Deployment? deployment)
    {
        var response = new V1.UpdateModuleResponse
        {
            Module = ModuleMapping.ToProto(result.Module, full: false, DeploymentMapping.ToProtoOrNull(deployment)),
        };
        response.Findings.Add(result.Findings.Select(FindingMapping.ToProto));
        return response;
    }
}
