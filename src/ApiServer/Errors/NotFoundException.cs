namespace Tricorder.ApiServer.Errors;

/// <summary>NOT_FOUND, with a ResourceInfo. The type is the API's message name in lower case, such as <c>module</c>.</summary>
internal sealed class NotFoundException(string resourceType, string resourceName, string? message = null)
    : DomainException(resourceType.ToUpperInvariant() + "_NOT_FOUND", message ?? $"There is no {resourceType} '{resourceName}'.")
{
    public string ResourceType { get; } = resourceType;

    public string ResourceName { get; } = resourceName;
}
