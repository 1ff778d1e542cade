using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Storage;

/// <summary>How the writer is doing.</summary>
internal sealed class StorageMetrics(IMeterFactory meters)
{
    private readonly Histogram<int> _groupSize = meters.Create("apiserver")
        .CreateHistogram<int>("apiserver_commit_group_size", "{units}", "Units of work committed together.");

    public void GroupCommitted(int units) => _groupSize.Record(units);
}
