using Google.Protobuf;

namespace Tricorder.ApiServer.Api.Watch;

/// <summary>
/// How much goes into one message of a watch: small enough that a browser shows the first chunk soon; one item always fits.
/// </summary>
internal sealed class ChunkBudget
{
    private const int MaxItems = 500;
    private const int MaxBytes = 512 * 1024;

    private int _items;
    private long _bytes;

    public bool Takes(IMessage item)
    {
        _items++;
        _bytes += item.CalculateSize();
        return _items == 1 || (_items <= MaxItems && _bytes <= MaxBytes);
    }
}
