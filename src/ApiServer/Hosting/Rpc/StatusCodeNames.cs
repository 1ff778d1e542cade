using System.Text.Json;
using Grpc.Core;

namespace Tricorder.ApiServer.Hosting.Rpc;

/// <summary>Status codes by the names of the gRPC specification, such as <c>NOT_FOUND</c>.</summary>
internal static class StatusCodeNames
{
    private static readonly string[] Names = [.. Enum.GetValues<StatusCode>().Order().Select(ToSpecification)];

    public static string Of(StatusCode code) => (int)code >= 0 && (int)code < Names.Length ? Names[(int)code] : "UNKNOWN";

    private static string ToSpecification(StatusCode code) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());
}
