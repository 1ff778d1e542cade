using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Api;

/// <summary>Tells a repeat of a changing call from a new one.</summary>
internal static class RequestKeys
{
    private const int MaxId = 128;
    private const string Field = "request_id";
    private const string Suffix = "Request";

    public static string IdOf(IMessage request) => (string)Accessor(request).GetValue(request);

    /// <param name="request">A request with a field <c>request_id</c>. Its name without <c>Request</c> is the method's.</param>
    /// <param name="actor">Who calls.</param>
    public static RequestKey Of<T>(T request, string actor)
        where T : IMessage<T>
    {
        var method = request.Descriptor.Name[..^Suffix.Length];
        var id = IdOf(request);
        if (id.Length > MaxId)
        {
            throw new InvalidArgumentException(Field, $"must be at most {MaxId} characters, a UUID for example");
        }

        if (id.Length == 0)
        {
            return new RequestKey(method, "", []) { Actor = actor };
        }

        var bare = request.Clone();
        Accessor(bare).Clear(bare);
        return new RequestKey(method, id, Hash(bare)) { Actor = actor };
    }

    private static IFieldAccessor Accessor(IMessage request) => request.Descriptor.FindFieldByName(Field).Accessor;

    /// <summary>Maps are hashed in the order of their keys: a client may send the same map in another order in a repeat.</summary>
    private static byte[] Hash(IMessage request)
    {
        using var sha = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        using (var output = new CodedOutputStream(hashing) { Deterministic = true })
        {
            request.WriteTo(output);
        }

        return sha.Hash!;
    }
}
