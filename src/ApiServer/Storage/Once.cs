namespace Tricorder.ApiServer.Storage;

/// <summary>
/// How a changing call is made at most once: the key, and how its result is turned into the bytes to answer with. The bytes are stored
/// in the transaction of the effect, so a repeat after any crash gets exactly what the first caller got or would have got.
/// </summary>
internal sealed class Once<T>(RequestKey key, Func<T, byte[]> encode)
{
    /// <summary>Runs <paramref name="effect"/>, unless this call was made before; returns the encoded answer either way.</summary>
    public byte[] Run(WriteUnit unit, RequestLog log, Func<T> effect)
    {
        if (key.Id.Length == 0)
        {
            return encode(effect());
        }

        if (log.Find(unit, key) is { } answer)
        {
            return answer;
        }

        answer = encode(effect());
        log.Remember(unit, key, answer);
        return answer;
    }
}
