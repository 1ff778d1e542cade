using System.Text.Json;
using Tricorder.ApiServer.Kubernetes.Objects;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>Reads a page of a list while it comes, item by item: a page of large objects is never in memory as a whole.</summary>
internal sealed class ListReader(ResponseBuffer text, ObjectReader objects)
{
    private JsonReaderState _state;

    private enum Step
    {
        NeedsMore,
        Done,
        Item,
        End,
    }

    /// <summary>Where the next page begins; empty after the last. Known at the end.</summary>
    public string Continue { get; private set; } = "";

    public string ResourceVersion { get; private set; } = "";

    /// <summary>Null at the end.</summary>
    public async ValueTask<KubernetesObject?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (Advance(out var item))
            {
                case Step.NeedsMore:
                    await text.FillAsync(cancellationToken);
                    break;
                case Step.Item when item is not null:
                    return item;
                case Step.End:
                    return null;
            }
        }
    }

    private Step Advance(out KubernetesObject? item)
    {
        item = null;
        var json = text.Unread;
        var reader = new Utf8JsonReader(json, text.IsComplete, _state);
        if (!reader.Read())
        {
            return Step.NeedsMore;
        }

        var (token, start) = (reader.TokenType, (int)reader.TokenStartIndex);
        var isItem = reader.CurrentDepth == 2;
        var isMetadata = token == JsonTokenType.PropertyName && reader.ValueTextEquals("metadata"u8);
        var isOther = token == JsonTokenType.PropertyName && !reader.ValueTextEquals("items"u8);
        if ((isItem && !objects.TryRead(ref reader, json, out item)) || (isOther && !reader.TrySkip()))
        {
            item = null;
            return Step.NeedsMore;
        }

        var end = (int)reader.BytesConsumed;
        if (isMetadata)
        {
            ReadMetadata(json[start..end]);
        }

        _state = reader.CurrentState;
        text.Take(end);
        return isItem ? Step.Item : token == JsonTokenType.EndObject ? Step.End : Step.Done;
    }

    private void ReadMetadata(ReadOnlySpan<byte> property)
    {
        using var document = JsonDocument.Parse((byte[])[.. "{"u8, .. property, .. "}"u8]);
        var metadata = document.RootElement.GetProperty("metadata"u8);
        Continue = LooseJson.Text(metadata, "continue");
        ResourceVersion = LooseJson.Text(metadata, "resourceVersion");
    }
}
