using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Raw;

/// <summary>
/// The same call starts a broadcast that starts a deployment in the product. Reading gives answers of the product's size, made up once.
/// </summary>
internal sealed class RawModuleService(Broadcaster broadcaster) : ModuleService.ModuleServiceBase
{
    private static readonly Deployment Deployment = MakeDeployment();
    private static readonly Module Module = MakeModule();

    public override Task<DeployModuleResponse> DeployModule(DeployModuleRequest request, ServerCallContext context) =>
        Task.FromResult(new DeployModuleResponse { Deployment = new Deployment { Generation = broadcaster.Start() } });

    public override Task<GetDeploymentResponse> GetDeployment(GetDeploymentRequest request, ServerCallContext context) =>
        Task.FromResult(new GetDeploymentResponse { Deployment = Deployment });

    public override Task<ListModulesResponse> ListModules(ListModulesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListModulesResponse { Modules = { Module }, TotalSize = 1 });

    private static Deployment MakeDeployment()
    {
        var now = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var deployment = new Deployment
        {
            ModuleId = Guid.CreateVersion7().ToString(),
            Revision = 2,
            Generation = 2,
            Target = DeploymentTarget.Deployed,
            Phase = DeploymentPhase.InProgress,
            Counts = new InstanceCounts { Total = 10_000, InProgress = 5_000, Succeeded = 5_000 },
            DisplayCounts = new DisplayCounts { Total = 10_000, Updating = 5_000, Running = 5_000 },
            StartTime = now,
            UpdateTime = now,
        };
        foreach (var type in new[] { "Validated", "TableReady", "AgentsConverged", "DashboardReady", "DataFlowing" })
        {
            deployment.Conditions.Add(new DeploymentCondition
            {
                Type = type,
                Status = ConditionStatus.True,
                Reason = "AS_IT_SHOULD",
                Message = "A sentence of some sixty characters stands here, as a rule.",
                UpdateTime = now,
            });
        }

        return deployment;
    }

    private static Module MakeModule()
    {
        // Without its programs, as the view that lists give.
        var module = SampleModule.Create("raw", 1);
        module.Wasm.Binary = Google.Protobuf.ByteString.Empty;
        module.Ebpf.Source = "";
        module.Deployment = Deployment;
        return module;
    }
}
