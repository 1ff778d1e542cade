using System.Buffers.Text;
using System.Text.Json;
using Tricorder.ApiServer.Agents;

namespace Tricorder.ApiServer.Kubernetes;

/// <summary>
/// Which pod the server runs in, from the service account token that Kubernetes has put there: since 1.21 it is bound to the pod and names
/// it. Nobody has to configure it, and a host name may be anything.
/// </summary>
internal static class ServerPodToken
{
    public const string Path = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    public static ServerPod Read(string path)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(File.ReadAllText(path).Split('.')[1]));
            return new ServerPod(claims.RootElement.GetProperty("kubernetes.io").GetProperty("pod").GetProperty("uid").GetString() ?? "");
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or FormatException or JsonException or KeyNotFoundException
                or InvalidOperationException or IndexOutOfRangeException)
        {
            return ServerPod.Unknown; // A token of another kind, which names no pod.
        }
    }
}
