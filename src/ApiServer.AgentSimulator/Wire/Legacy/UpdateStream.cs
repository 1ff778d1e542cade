using Grpc.Core;
using Tricorder.ApiServer.AgentSimulator.Modules;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.AgentSimulator.Wire.Legacy;

/// <summary>One `DeployModule` stream.</summary>
internal sealed class UpdateStream : IDisposable
{
    private readonly AsyncDuplexStreamingCall<DeployModuleResp, DeployModuleReq> _call;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UpdateStream(AsyncDuplexStreamingCall<DeployModuleResp, DeployModuleReq> call) => _call = call;

    /// <summary>Completes when the stream has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Opens the stream; done when the first message is on its way.</summary>
    public static async Task<UpdateStream> OpenAsync(CallInvoker invoker, DeployModuleResp first, CancellationToken cancellationToken)
    {
        var stream = new UpdateStream(new ModuleDeployer.ModuleDeployerClient(invoker).DeployModule(cancellationToken: cancellationToken));
        try
        {
            await stream.WriteAsync(first, cancellationToken);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The next order, or null when the server has ended the stream.</summary>
    public async Task<ModuleUpdate?> ReadAsync(CancellationToken cancellationToken) =>
        await _call.ResponseStream.MoveNext(cancellationToken) ? LegacyMessages.Order(_call.ResponseStream.Current) : null;

    public async Task WriteAsync(DeployModuleResp message, CancellationToken cancellationToken)
    {
        try
        {
            await _call.RequestStream.WriteAsync(message, cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // The stream has ended; the next read says how.
        }
    }

    /// <summary>Says that nothing more will come.</summary>
    public async Task CompleteAsync()
    {
        try
        {
            await _call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException or InvalidOperationException)
        {
            // It has ended by itself, or an answer is being written: then the connection is simply cut.
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _ended.TrySetResult();
    }
}
