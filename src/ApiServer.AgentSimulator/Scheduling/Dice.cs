namespace Tricorder.ApiServer.AgentSimulator.Scheduling;

/// <summary>
/// Random numbers in 8 bytes of state, the same for the same seed, safe to draw from several threads. One per agent and
/// purpose, so that a heartbeat more or less does not change which loads fail.
/// </summary>
internal sealed class Dice(ulong seed)
{
    // SplitMix64: a counter of odd stride whose value is mixed, so a draw is one interlocked add.
    private const ulong Stride = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    public static Dice For(ulong seed, int agent, int purpose) => new(Mix(seed + Stride * ((ulong)agent * 16 + (ulong)purpose + 1)));

    public ulong Next() => Mix(Interlocked.Add(ref _state, Stride));

    /// <summary>0 up to, not including, 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 up to, not including, <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(NextDouble() * end);

    public bool Chance(double probability) => probability > 0 && NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public double Between(double low, double high) => low + (high - low) * NextDouble();

    public TimeSpan Between(TimeSpan low, TimeSpan high) => low + (high - low) * NextDouble();

    /// <summary><paramref name="value"/> give or take the fraction <paramref name="by"/>.</summary>
    public TimeSpan Jitter(TimeSpan value, double by) => value * Between(1 - by, 1 + by);

    /// <summary>A UUID that belongs to the seed.</summary>
    public Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
