using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.AgentSimulator.Rows;

/// <summary>
/// What rows of a module look like: its WASM function says it, run by the server on a made-up event. A server that wants to know who asks
/// does not do that for agents; then nothing is known of rows but their columns.
/// </summary>
internal sealed class RowShapes(Uri server) : IDisposable
{
    private static readonly Struct Unknown = new();

    private readonly ApiServerClient _server = new(new ApiServerClientOptions { Address = server });
    private readonly Dictionary<(string ModuleId, int Revision), Struct> _known = [];

    /// <summary>A row by its columns; empty when nothing is known.</summary>
    public async Task<Struct> FindAsync(LoadedModule module, CancellationToken cancellationToken)
    {
        var key = (module.ModuleId, module.Revision);
        if (!_known.TryGetValue(key, out var shape) && await AskAsync(module.ModuleId, cancellationToken) is { } answer)
        {
            _known[key] = shape = answer;
        }

        return shape ?? Unknown;
    }

    public void Dispose() => _server.Dispose();

    /// <summary>Null = no answer now; a refusal is one.</summary>
    private async Task<Struct?> AskAsync(string moduleId, CancellationToken cancellationToken)
    {
        try
        {
            var preview = await _server.Modules.PreviewModuleAsync(
                new PreviewModuleRequest { ModuleId = moduleId, MaxEvents = 1 }, cancellationToken: cancellationToken);
            return preview.Rows.FirstOrDefault() ?? Unknown;
        }
        catch (RpcException e)
        {
            return e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.ResourceExhausted ? null : Unknown;
        }
    }
}
