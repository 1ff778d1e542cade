using Google.Protobuf;
using Grpc.Core;
using Tricorder.ApiServer.Benchmarks.Etcd;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>What the agents on etcd and the one who deploys there have in common.</summary>
internal static class EtcdWire
{
    public const string StatusPrefix = "status/";

    public static readonly ByteString ModuleKey = ByteString.CopyFromUtf8("module");

    public static readonly Method<PutRequest, PutResponse> Put = new(
        MethodType.Unary, "etcdserverpb.KV", "Put", SlimMarshaller.Of(PutRequest.Parser), SlimMarshaller.Of(PutResponse.Parser));
}
