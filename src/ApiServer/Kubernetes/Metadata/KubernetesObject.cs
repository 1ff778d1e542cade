using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>An object as Kubernetes gave it, without what nobody reads and what may hold secrets.</summary>
/// <param name="Uid">Its identity.</param>
/// <param name="ResourceVersion">Opaque: only equality means something.</param>
/// <param name="Json">All of it.</param>
internal sealed record KubernetesObject(string Uid, string ResourceVersion, string Json)
{
    // The whole manifest again, environment and all.
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Null for what has no identity, or text that is no Unicode.</summary>
    public static KubernetesObject? Of(JsonNode? node, ResourceKind kind)
    {
        try
        {
            return Read(node, kind);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static KubernetesObject? Read(JsonNode? node, ResourceKind kind)
    {
        if (node is not JsonObject item || item["metadata"] is not JsonObject metadata || (string?)metadata["uid"] is not { Length: > 0 } uid)
        {
            return null;
        }

        metadata.Remove("managedFields");
        (metadata["annotations"] as JsonObject)?.Remove(LastApplied);
        item.TryAdd("apiVersion", kind.ApiVersion);
        item.TryAdd("kind", kind.Kind);

        // PostgreSQL holds no NUL; Kubernetes has none where it checks, and does not check everywhere.
        return new KubernetesObject(
            uid, (string?)metadata["resourceVersion"] ?? "", item.ToJsonString().Replace("\\u0000", "\\ufffd", StringComparison.Ordinal));
    }
}
