using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>What a caller knows of a module, or can see of it. No such module is null.</summary>
internal sealed record ModuleFacts(string Id, int Revision, string Etag, string Description, uint Digest)
{
    public DeploymentTarget Target { get; init; }

    /// <summary>Revision that is deployed, or was last.</summary>
    public int TargetRevision { get; init; }

    public long Generation { get; init; }

    public static ModuleFacts Of(Module basic, uint digest) => new(basic.Id, basic.Revision, basic.Etag, basic.Description, digest);

    public ModuleFacts With(Deployment deployment) => this with
    {
        Target = deployment.Target,
        TargetRevision = deployment.Target == DeploymentTarget.Deployed ? deployment.Revision : 0,
        Generation = deployment.Generation,
    };

    /// <summary>Reads it by its id, or by its name where no id was ever told.</summary>
    public static async Task<ModuleFacts?> ReadAsync(ApiClient api, string id, string name)
    {
        if (id.Length == 0)
        {
            var found = await api.Modules.ListModulesAsync(new ListModulesRequest { FilterText = name }, ApiClient.Patient());
            id = found.Modules.SingleOrDefault(module => module.Name == name)?.Id ?? "";
            if (id.Length == 0)
            {
                return null;
            }
        }

        try
        {
            var module = (await api.Modules.GetModuleAsync(new GetModuleRequest { ModuleId = id }, ApiClient.Patient())).Module;
            var facts = Of(module, Sample.DigestOf(module));
            return module.Deployment is null ? facts : facts.With(module.Deployment);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
