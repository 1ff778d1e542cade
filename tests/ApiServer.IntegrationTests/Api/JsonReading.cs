using System.Text.Json;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Short ways into an answer; a name that is not there is a failure that shows what is.</summary>
internal static class JsonReading
{
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            element = element.TryGetProperty(name, out var inner)
                ? inner
                : throw new KeyNotFoundException($"There is no '{name}' in {element}.");
        }

        return element;
    }

    public static string Text(this JsonElement element, params ReadOnlySpan<string> names) => element.At(names).GetString() ?? "";

    public static int Number(this JsonElement element, params ReadOnlySpan<string> names) => element.At(names).GetInt32();

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) => [.. element.At(name).EnumerateArray()];
}
