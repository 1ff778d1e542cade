namespace Tricorder.ApiServer.Kubernetes.Objects;

/// <summary>An object as Kubernetes gave it, without what nobody reads and what may hold secrets.</summary>
/// <param name="Uid">Its identity.</param>
/// <param name="ResourceVersion">Opaque: only equality means something.</param>
/// <param name="Json">All of it, in UTF-8.</param>
internal sealed record KubernetesObject(string Uid, string ResourceVersion, byte[] Json);
