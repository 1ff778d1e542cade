namespace Tricorder.ApiServer.Grafana.Tokens;

/// <summary>Is told of each step once it was taken, before the next one. Tests stop the server there, let it fail, or end it.</summary>
internal interface ITokenSteps
{
    Task ReachedAsync(TokenStep step);
}

/// <summary>The steps on the way to a new token. After each of them the server may stop, fail or be killed.</summary>
internal enum TokenStep
{
    /// <summary>Grafana is about to be asked for one.</summary>
    Asking,

    /// <summary>Grafana has made it; its answer may still get lost.</summary>
    Answered,

    /// <summary>Its secret is known, in memory only.</summary>
    Received,

    /// <summary>Grafana takes it.</summary>
    Verified,

    /// <summary>It is ours from now on; the one before is still in Grafana.</summary>
    Stored,

    /// <summary>The one before is deleted.</summary>
    Tidied,
}

/// <summary>Nobody wants to know.</summary>
internal sealed class NoTokenSteps : ITokenSteps
{
    public Task ReachedAsync(TokenStep step) => Task.CompletedTask;
}
