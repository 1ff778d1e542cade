using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Api;

/// <summary>Modules as clients send them.</summary>
internal static class Protos
{
    public static V1.Module Valid(string name = "tcp-connect")
    {
        var draft = Drafts.Valid(name);
        var module = ModuleMapping.ToProto(
            draft.Onto(new Module { Id = "", Name = name, Content = draft.Content }), full: true, deployment: null);
        return new V1.Module
        {
            Name = module.Name,
            Description = module.Description,
            Labels = { module.Labels },
            Ebpf = module.Ebpf,
            Wasm = module.Wasm,
            OutputSchema = module.OutputSchema,
            Panel = module.Panel,
        };
    }
}
