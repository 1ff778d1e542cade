namespace Tricorder.ApiServer.Errors;

/// <summary>ALREADY_EXISTS, with a ResourceInfo.</summary>
internal sealed class AlreadyExistsException(string resourceType, string resourceName)
    : DomainException(resourceType.ToUpperInvariant() + "_ALREADY_EXISTS", $"A {resourceType} named '{resourceName}' already exists.")
{
    public string ResourceType { get; } = resourceType;

    public string ResourceName { get; } = resourceName;
}
