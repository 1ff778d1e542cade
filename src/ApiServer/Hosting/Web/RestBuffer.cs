using System.Buffers;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// A body while it is worked on. It grows as bytes arrive, not as they are announced. The memory is used again for the next one: large
/// bodies would leave the collector more than they are.
/// </summary>
internal sealed class RestBuffer : IDisposable
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Good until this is disposed of.</summary>
    public ArraySegment<byte> Content => new(_bytes, 0, Length);

    public void Add(ReadOnlySpan<byte> part)
    {
        if (_bytes.Length - Length < part.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, Length + part.Length));
            Content.AsSpan().CopyTo(larger);
            GiveBack();
            _bytes = larger;
        }

        part.CopyTo(_bytes.AsSpan(Length));
        Length += part.Length;
    }

    public void Dispose()
    {
        GiveBack();
        (_bytes, Length) = ([], 0);
    }

    private void GiveBack()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
