using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Deployments.Delivery;

/// <summary>
/// Makes what is known of instances durable, many in one unit of the writer, and then lets it take effect. Each agent has one answer in
/// here at most: it waits for it before it reads the next, so a chatty agent slows only itself.
/// </summary>
internal sealed class AnswerWriter
{
    private readonly InstanceStore _store;
    private readonly WriteBatcher<InstanceAnswer> _batcher;

    public AnswerWriter(InstanceStore store, StoreWriter writer, ILogger<AnswerWriter> logger)
    {
        _store = store;
        _batcher = new WriteBatcher<InstanceAnswer>(
            writer, Store, new Outage(logger, "Storing answers of agents (their streams are ended, and they answer again)"));
    }

    public int QueueDepth => _batcher.QueueDepth;

    /// <summary>Completes when the change is durable and has taken effect, or was found to be of an older stream.</summary>
    public Task WriteAsync(InstanceAnswer answer) => _batcher.AddAsync(answer, CancellationToken.None);

    private void Store(WriteUnit unit, IReadOnlyList<BatchItem<InstanceAnswer>> batch)
    {
        var isCurrent = _store.PutAnswers(unit, [.. batch.Select(item => item.Value)]);
        for (var at = 0; at < batch.Count; at++)
        {
            if (isCurrent[at])
            {
                unit.Publish(batch[at].Value.Apply);
            }
        }
    }
}
