namespace Tricorder.ApiServer.Tests;

/// <summary>`make test` runs a short form of what is long, the same each time; `make test-all` runs the whole.</summary>
internal static class TestForm
{
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("APISERVER_TESTS") == "whole";

    public static T Of<T>(T brief, T whole) => IsWhole ? whole : brief;
}
