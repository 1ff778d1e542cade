using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tricorder.ApiServer.Modules;

/// <summary>What is stored never goes to a browser, so only what JSON itself demands is escaped and the text stays readable.</summary>
internal static class StoredJson
{
    public static ModulesJson Types { get; } =
        new(new JsonSerializerOptions(ModulesJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
