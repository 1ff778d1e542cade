namespace Tricorder.ApiServer.Grafana.Tokens;

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
