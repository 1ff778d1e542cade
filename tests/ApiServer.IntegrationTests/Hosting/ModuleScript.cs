using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Hosting;

/// <summary>What <see cref="ScriptedModules"/> does; by default it answers with what it was given.</summary>
internal sealed class ModuleScript
{
    public Func<GetModuleRequest, ServerCallContext, Task<GetModuleResponse>> Get { get; set; } =
        (request, _) => Task.FromResult(new GetModuleResponse { Module = new Module { Id = request.ModuleId } });

    public Func<CreateModuleRequest, ServerCallContext, Task<CreateModuleResponse>> Create { get; set; } =
        (request, _) => Task.FromResult(new CreateModuleResponse { Module = request.Module });

    public Func<UpdateModuleRequest, ServerCallContext, Task<UpdateModuleResponse>> Update { get; set; } =
        (request, _) => Task.FromResult(new UpdateModuleResponse { Module = request.Module });

    public Func<DeployModuleRequest, ServerCallContext, Task<DeployModuleResponse>> Deploy { get; set; } =
        (request, _) => Task.FromResult(new DeployModuleResponse
        {
            Deployment = new Deployment { ModuleId = request.ModuleId, Revision = request.Revision, Generation = long.MaxValue },
        });

    public Func<ListModulesRequest, ServerCallContext, Task<ListModulesResponse>> List { get; set; } =
        (request, _) => Task.FromResult(new ListModulesResponse { TotalSize = request.PageSize });
}
