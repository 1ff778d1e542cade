using Grpc.Core;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

internal sealed partial class ModuleGrpcService
{
    public override async Task<V1.PreviewModuleResponse> PreviewModule(V1.PreviewModuleRequest request, ServerCallContext context)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> input = [.. request.Input.Select(data => data.Memory)];
        var result = request.SourceCase switch
        {
            V1.PreviewModuleRequest.SourceOneofCase.Module => await preview
                .RunAsync(DraftMapping.ToDraft(request.Module), input, request.MaxEvents, context.CancellationToken),
            V1.PreviewModuleRequest.SourceOneofCase.ModuleId => await preview
                .RunStoredAsync(ModuleId(request.ModuleId), input, request.MaxEvents, context.CancellationToken),
            _ => throw new InvalidArgumentException([new FieldViolation("source", "is required: give module, or module_id")]),
        };
        return PreviewMapping.ToProto(result);
    }
}
