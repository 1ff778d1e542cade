namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>Seam: whether rows of a module arrive. The room of the observability database implements it.</summary>
internal interface IRowArrivals
{
    /// <summary>When the newest row of the module's tables came; null when there is none, or it is not known.</summary>
    DateTimeOffset? NewestOf(string moduleId);
}

/// <summary>No database of rows is configured.</summary>
internal sealed class NoRowArrivals : IRowArrivals
{
    public DateTimeOffset? NewestOf(string moduleId) => null;
}
