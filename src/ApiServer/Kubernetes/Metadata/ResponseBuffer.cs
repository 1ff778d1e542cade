namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>What has come of a response and is not taken yet, in one piece. It grows to what one object needs.</summary>
internal sealed class ResponseBuffer(Stream body, TimeSpan patience)
{
    private const int FirstBytes = 64 * 1024;

    // An object has a megabyte and a half at most: it would not fit into etcd otherwise.
    private const int MaxBytes = 32 * 1024 * 1024;

    private byte[] _bytes = new byte[FirstBytes];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Nothing more will come.</summary>
    public bool IsComplete { get; private set; }

    public void Take(int count) => _start += count;

    /// <summary>Waits for more; false when there is none.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        Unread.CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
        if (_end == _bytes.Length)
        {
            var size = _end < MaxBytes
                ? _end * 2
                : throw new InvalidDataException($"Kubernetes sends an object of more than {MaxBytes} bytes.");
            Array.Resize(ref _bytes, size);
        }

        var reading = body.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        var count = reading.IsCompletedSuccessfully ? reading.Result : await reading.AsTask().WaitAsync(patience, cancellationToken);
        _end += count;
        IsComplete = count == 0;
        return !IsComplete;
    }
}
