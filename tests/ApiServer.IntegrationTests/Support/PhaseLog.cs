using Grpc.Core;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>Watches one module and notes each phase its deployment goes through.</summary>
internal sealed class PhaseLog : IDisposable
{
    private readonly List<DeploymentPhase> _phases = [];
    private readonly AsyncServerStreamingCall<WatchResponse> _call;

    private PhaseLog(ChannelBase channel, string moduleId)
    {
        var request = new WatchRequest
        {
            Subscriptions = { new Subscription { Key = "m", Modules = new ModulesTopic { ModuleIds = { moduleId } } } },
        };
        _call = new WatchService.WatchServiceClient(channel).Watch(request);
        _ = ReadAsync();
    }

    /// <summary>Phases so far, each noted when it differs from the one before.</summary>
    public IReadOnlyList<DeploymentPhase> Phases
    {
        get
        {
            lock (_phases)
            {
                return [.. _phases];
            }
        }
    }

    public static async Task<PhaseLog> StartAsync(ChannelBase channel, string moduleId)
    {
        var log = new PhaseLog(channel, moduleId);
        await Eventually.TrueAsync(() => log.Phases.Count > 0, "the watch shows the module's deployment");
        return log;
    }

    public void Dispose() => _call.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var response in _call.ResponseStream.ReadAllAsync())
            {
                foreach (var module in (response.Snapshot?.Modules ?? []).Concat(response.Changes?.Modules ?? []))
                {
                    Note(module.Deployment);
                }
            }
        }
        catch (RpcException)
        {
            // The test is over.
        }
    }

    private void Note(Deployment? deployment)
    {
        lock (_phases)
        {
            if (deployment is not null && (_phases.Count == 0 || _phases[^1] != deployment.Phase))
            {
                _phases.Add(deployment.Phase);
            }
        }
    }
}
