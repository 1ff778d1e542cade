using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Makes the calls of the kill loop.</summary>
internal sealed class ChangingCalls(ApiClient api)
{
    private static string NewRequestId => Guid.NewGuid().ToString();

    public ChangingCall Create(Module module)
    {
        var request = new CreateModuleRequest { Module = module, RequestId = NewRequestId };
        var digest = Sample.DigestOf(module);
        return new ChangingCall(
            $"create {module.Name}",
            Sending(options => api.Modules.CreateModuleAsync(request, options)),
            answer => ModuleFacts.Of(((CreateModuleResponse)answer).Module, digest),
            (before, after) => before is null && after is { Revision: 1, Target: DeploymentTarget.Unspecified }
                && after.Digest == digest && after.Description == module.Description);
    }

    /// <summary>
    /// Replaces the whole module; with <paramref name="sameContent"/> only the description changes, and no revision is made.
    /// </summary>
    public ChangingCall Update(ModuleFacts known, Module module, bool sameContent)
    {
        var request = new UpdateModuleRequest { Module = module, Etag = known.Etag, RequestId = NewRequestId };
        request.Module.Id = known.Id;
        request.UpdateMask = FieldMask.FromString<Module>(sameContent ? "description" : "description,ebpf,wasm");
        var digest = sameContent ? known.Digest : Sample.DigestOf(module);
        return new ChangingCall(
            $"update {module.Name}",
            Sending(options => api.Modules.UpdateModuleAsync(request, options)),
            answer => known with
            {
                Revision = ((UpdateModuleResponse)answer).Module.Revision,
                Etag = ((UpdateModuleResponse)answer).Module.Etag,
                Description = ((UpdateModuleResponse)answer).Module.Description,
                Digest = digest,
            },
            (before, after) => before is not null && after is not null && after.Etag != before.Etag
                && after == before with
                {
                    Etag = after.Etag,
                    Revision = before.Revision + (sameContent ? 0 : 1),
                    Description = module.Description,
                    Digest = digest,
                });
    }

    /// <summary>Deploys a revision, the newest or, as a rollback, an older one.</summary>
    public ChangingCall Deploy(ModuleFacts known, int revision)
    {
        var request = new DeployModuleRequest { ModuleId = known.Id, Revision = revision, RequestId = NewRequestId };
        return new ChangingCall(
            $"deploy {known.Id} r{revision}",
            Sending(options => api.Modules.DeployModuleAsync(request, options)),
            answer => known.With(((DeployModuleResponse)answer).Deployment),
            (before, after) => before is not null && after is not null && after.Generation > before.Generation
                && after == before with { Generation = after.Generation, Target = DeploymentTarget.Deployed, TargetRevision = revision });
    }

    public ChangingCall Undeploy(ModuleFacts known)
    {
        var request = new UndeployModuleRequest { ModuleId = known.Id, RequestId = NewRequestId };
        return new ChangingCall(
            $"undeploy {known.Id}",
            Sending(options => api.Modules.UndeployModuleAsync(request, options)),
            answer => known.With(((UndeployModuleResponse)answer).Deployment),
            (before, after) => before is not null && after is not null && after.Generation > before.Generation
                && after == before with { Generation = after.Generation, Target = DeploymentTarget.Undeployed, TargetRevision = 0 });
    }

    public ChangingCall Delete(ModuleFacts known)
    {
        var request = new DeleteModuleRequest { ModuleId = known.Id, Etag = known.Etag, RequestId = NewRequestId };
        return new ChangingCall(
            $"delete {known.Id}",
            Sending(options => api.Modules.DeleteModuleAsync(request, options)),
            _ => null,
            (before, after) => before is not null && after is null);
    }

    private static Func<CallOptions, Task<IMessage>> Sending<T>(Func<CallOptions, AsyncUnaryCall<T>> send)
        where T : IMessage =>
        async options => await send(options);
}
