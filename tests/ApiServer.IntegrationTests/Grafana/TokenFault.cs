namespace Tricorder.ApiServer.IntegrationTests.Grafana;

/// <summary>What happens at a step on the way to a token.</summary>
public enum TokenFault
{
    /// <summary>Whoever asked goes away, or the server is stopped in order.</summary>
    Stop,

    /// <summary>Something fails that nobody thought of.</summary>
    Throw,

    /// <summary>The process is gone: nothing that would come next happens.</summary>
    Die,
}
