using Grpc.Core;
using Tricorder.Legacy.Common;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>The server's end of a `DeployModule` stream.</summary>
internal sealed class UpdateStream(IServerStreamWriter<DeployModuleReq> writer) : WireStream<DeployModuleResp, DeployModuleReq>(writer)
{
    public Task DeployAsync(string moduleId, string source = "int f() { return 0; }") => SendAsync(new DeployModuleReq
    {
        ModuleId = moduleId,
        Deploy = DeployModuleReq.Types.DEPLOY_STATUS.Deploy,
        Module = new Legacy.Module.Module
        {
            Name = "opens",
            Ebpf = new Legacy.Ebpf.Program { Code = source, PerfBufferName = "events" },
            Wasm = new Legacy.Wasm.Program
            {
                Fmt = Format.Binary,
                Code = SampleModule.Wasm,
                FnName = "process",
                OutputSchema = new Schema { Name = "t_opens" },
            },
        },
    });

    public Task UndeployAsync(string moduleId) =>
        SendAsync(new DeployModuleReq { ModuleId = moduleId, Deploy = DeployModuleReq.Types.DEPLOY_STATUS.Undeploy });
}
