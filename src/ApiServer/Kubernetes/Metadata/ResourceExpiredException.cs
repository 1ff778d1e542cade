namespace Tricorder.ApiServer.Kubernetes.Metadata;

/// <summary>What was known does not hold any more: only a new list helps.</summary>
internal sealed class ResourceExpiredException(string message = ResourceExpiredException.TooOld) : Exception(message)
{
    private const string TooOld = "Kubernetes does not know the position of the last list any more (410).";
}
