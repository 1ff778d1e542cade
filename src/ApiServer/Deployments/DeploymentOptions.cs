namespace Tricorder.ApiServer.Deployments;

/// <summary>Section <c>Deployments</c>.</summary>
internal sealed record DeploymentOptions
{
    public const string Section = "Deployments";

    /// <summary>How long an agent may take to answer, from when the transport took the update or from its last IN_PROGRESS.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first retry of a failure comes after about this.</summary>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Retries double up to this.</summary>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An agent lost within this time of being given a generation counts against that generation.</summary>
    public TimeSpan PoisonWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>So many losses, and the generation is not given to that node again.</summary>
    public int PoisonLosses { get; init; } = 2;

    /// <summary>
    /// Memory for programs that are being sent, in bytes; each is held once. Empty: a sixteenth of the memory that the process may use,
    /// from 8 MiB to 256 MiB.
    /// </summary>
    public long? ContentCacheBytes { get; init; }
}
