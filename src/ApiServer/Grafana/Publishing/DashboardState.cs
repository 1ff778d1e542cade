namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>Whose a dashboard is. The numbers are stored.</summary>
internal enum DashboardState
{
    /// <summary>As we wrote it.</summary>
    Ours = 0,

    /// <summary>Somebody changed it in Grafana: it is left alone.</summary>
    Edited = 1,

    /// <summary>Somebody deleted it: it comes back with the next deploy.</summary>
    Deleted = 2,
}
