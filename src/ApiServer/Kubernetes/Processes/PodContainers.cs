using System.Text.Json;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Kubernetes.Objects;
using static Tricorder.ApiServer.Kubernetes.Objects.LooseJson;

namespace Tricorder.ApiServer.Kubernetes.Processes;

/// <summary>The containers of a pod that run, with the node they run on.</summary>
internal static class PodContainers
{
    private static readonly string[] Kinds = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];

    /// <summary>All that is read of a pod here.</summary>
    public static ResourceKind Pods { get; } = ResourceKind.Pods with
    {
        Name = "pods (for agents)",
        Only = new Dictionary<string, string[]>
        {
            ["metadata"] = ["uid", "resourceVersion", "name"],
            ["spec"] = ["nodeName"],
            ["status"] = ["qosClass", .. Kinds],
        },
    };

    public static (string NodeName, IReadOnlyList<Container> Running) Read(KubernetesObject pod)
    {
        using var document = JsonDocument.Parse(pod.Json);
        var (root, status) = (document.RootElement, Child(document.RootElement, "status"));
        var (node, name, qos) = (Text(Child(root, "spec"), "nodeName"), Text(Child(root, "metadata"), "name"), Text(status, "qosClass"));
        return node.Length == 0
            ? ("", [])
            : (node, [.. Kinds.SelectMany(kind => Running(Child(status, kind)))
                .Select(item => new Container(Text(item, "containerID"), Text(item, "name"), pod.Uid, name, qos))]);
    }

    /// <summary>An id without a scheme belongs to a container that waits, and would crash agents of 2023.</summary>
    private static IEnumerable<JsonElement> Running(JsonElement statuses) => statuses.ValueKind == JsonValueKind.Array
        ? statuses.EnumerateArray().Where(item =>
            Child(Child(item, "state"), "running").ValueKind == JsonValueKind.Object
                && Text(item, "containerID").Contains("://", StringComparison.Ordinal))
        : [];
}
