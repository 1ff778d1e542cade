using Google.Protobuf;

namespace Tricorder.ApiServer.Api;

/// <summary>Keeps a page within the 4 MiB that clients accept by default; one item always fits, as modules are limited in size.</summary>
internal sealed class PageBudget
{
    private const int MaxBytes = (4 * 1024 * 1024) - (256 * 1024);

    private long _bytes;

    /// <summary>Whether the item goes on this page; when not, it begins the next one.</summary>
    public bool Takes(IMessage item)
    {
        var isFirst = _bytes == 0;
        _bytes += item.CalculateSize();
        return isFirst || _bytes <= MaxBytes;
    }
}
