using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>A service of the contract whose methods do what a test needs the pipeline to carry.</summary>
internal sealed class ScriptedModules(ModuleScript script) : ModuleService.ModuleServiceBase
{
    public override Task<GetModuleResponse> GetModule(GetModuleRequest request, ServerCallContext context) =>
        script.Get(request, context);

    public override Task<CreateModuleResponse> CreateModule(CreateModuleRequest request, ServerCallContext context) =>
        script.Create(request, context);

    public override Task<UpdateModuleResponse> UpdateModule(UpdateModuleRequest request, ServerCallContext context) =>
        script.Update(request, context);

    public override Task<DeployModuleResponse> DeployModule(DeployModuleRequest request, ServerCallContext context) =>
        script.Deploy(request, context);

    public override Task<ListModulesResponse> ListModules(ListModulesRequest request, ServerCallContext context) =>
        script.List(request, context);
}
