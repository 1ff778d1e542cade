namespace Tricorder.ApiServer.Benchmarks.Systems;

/// <summary>A system that serves the API's unary calls beside its agents.</summary>
internal interface ICallable : ISystem
{
    /// <summary>Lists modules.</summary>
    Task ListAsync(CancellationToken token);

    /// <summary>Reads the deployment of the module that the agents run.</summary>
    Task<V1.Deployment> DeploymentAsync(CancellationToken token);
}
