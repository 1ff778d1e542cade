namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

/// <summary>An engine that every fixture of this folder runs on. To hold another one to the same promises, add it here.</summary>
internal sealed record StoreEngine(string Name, Func<IStoreUnderTest> Open)
{
    public static IReadOnlyList<StoreEngine> All { get; } = [new("Sqlite", () => new TestStore())];

    public override string ToString() => Name;
}
