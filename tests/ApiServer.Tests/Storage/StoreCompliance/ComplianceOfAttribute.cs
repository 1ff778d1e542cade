namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

/// <summary>The fixture exercises this type, which holds SQL of the store, through its public methods.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class ComplianceOfAttribute(Type store) : Attribute
{
    public Type Store { get; } = store;
}
