namespace Tricorder.ApiServer.Storage.Idempotency;

/// <summary>Names one changing call of a client: a repeat of the same key with the same hash gets the first call's answer.</summary>
/// <param name="Method">The full method name, so that an id may be reused across methods.</param>
/// <param name="Id">The caller's request_id; empty = not idempotent.</param>
/// <param name="Hash">A digest of the request, to tell a repeat from a reused id.</param>
internal sealed record RequestKey(string Method, string Id, byte[] Hash)
{
    /// <summary>Who calls: an answer is for the caller it was given to.</summary>
    public string Actor { get; init; } = "";
}
