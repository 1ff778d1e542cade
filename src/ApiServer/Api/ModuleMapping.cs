using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Agents.Wire.V1;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Api;

/// <summary>Modules, domain to protobuf.</summary>
internal static class ModuleMapping
{
    /// <param name="module">The module; FULL needs its programs.</param>
    /// <param name="full">FULL view, or BASIC.</param>
    /// <param name="deployment">Its deployment; null when it was never deployed.</param>
    public static V1.Module ToProto(Module module, bool full, V1.Deployment? deployment)
    {
        var proto = new V1.Module
        {
            Id = module.Id,
            Name = module.Name,
            Description = module.Description,
            Ebpf = ProgramMapping.ToProto(module.Content.Ebpf, full),
            Wasm = ProgramMapping.ToProto(module.Content.Wasm, full),
            OutputSchema = ProgramMapping.ToProto(module.Content.Fields, module.Id.Length == 0 ? "" : module.TableName),
            Panel = module.Panel,
            Revision = module.Revision,
            Etag = module.Etag,
            Lifecycle = (V1.ModuleLifecycle)module.Lifecycle,
            Deployment = deployment,
            CreateTime = Timestamp.FromDateTimeOffset(module.CreateTime),
            UpdateTime = Timestamp.FromDateTimeOffset(module.UpdateTime),
        };
        proto.Labels.Add(module.Labels.ToDictionary());
        return proto;
    }

    /// <summary>A revision: its own content, the details that its module has now, and nothing of the module's state.</summary>
    public static V1.ModuleRevision ToProto(ModuleRevision revision, Module module, bool full)
    {
        var proto = ToProto(module with { Content = revision.Content, Revision = revision.Revision }, full, deployment: null);
        proto.Etag = "";
        proto.Lifecycle = V1.ModuleLifecycle.Unspecified;
        proto.UpdateTime = null;
        return new V1.ModuleRevision
        {
            Revision = revision.Revision,
            CreateTime = Timestamp.FromDateTimeOffset(revision.CreateTime),
            Module = proto,
        };
    }
}
