namespace Tricorder.ApiServer.Errors;

/// <summary>ALREADY_EXISTS, with a ResourceInfo.</summary>
/// <param name="resourceType">Such as <c>module</c>.</param>
/// <param name="resourceName">What is taken.</param>
/// <param name="more">Where it is, or what to do; a sentence that begins with a space.</param>
internal sealed class AlreadyExistsException(string resourceType, string resourceName, string more = "")
    : DomainException(resourceType.ToUpperInvariant() + "_ALREADY_EXISTS", $"A {resourceType} named '{resourceName}' already exists.{more}")
{
    public string ResourceType { get; } = resourceType;

    public string ResourceName { get; } = resourceName;
}
