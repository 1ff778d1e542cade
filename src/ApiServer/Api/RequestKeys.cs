using System.Security.Cryptography;
using Google.Protobuf;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Api;

/// <summary>Tells a repeat of a changing call from a new one.</summary>
internal static class RequestKeys
{
    private const int LongestId = 128;
    private const string Field = "request_id";

    /// <param name="method">The method's name, such as <c>CreateModule</c>.</param>
    /// <param name="request">A request with a field <c>request_id</c>.</param>
    /// <param name="actor">Who calls.</param>
    public static RequestKey Of<T>(string method, T request, string actor)
        where T : IMessage<T>
    {
        var field = request.Descriptor.FindFieldByName(Field).Accessor;
        var id = (string)field.GetValue(request);
        if (id.Length > LongestId)
        {
            throw new InvalidArgumentException(Field, $"must be at most {LongestId} characters, a UUID for example");
        }

        if (id.Length == 0)
        {
            return new RequestKey(method, "", []) { Actor = actor };
        }

        var bare = request.Clone();
        field.Clear(bare);
        return new RequestKey(method, id, Hash(bare)) { Actor = actor };
    }

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
