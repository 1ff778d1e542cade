namespace Tricorder.ApiServer.Grafana.Client;

internal enum DashboardSaveOutcome
{
    Saved,

    /// <summary>The version sent is not the one that Grafana has, or none was sent and there is one.</summary>
    VersionMismatch,

    /// <summary>Another dashboard of the folder has this name (before 11.3), or a folder has it.</summary>
    NameExists,

    /// <summary>Grafana's own configuration provides it.</summary>
    Provisioned,
}
