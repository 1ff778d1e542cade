using System.Text;
using System.Text.Json;

namespace Tricorder.ApiServer.Cli.Manifests;

/// <summary>The places of fields in JSON that can be read.</summary>
internal static class JsonLocations
{
    public static List<FieldPlace> Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(
            bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var places = new List<FieldPlace>();
        var around = new Stack<(string Path, bool IsList, int Next)>();
        var name = "";
        var (line, lineStart, counted) = (1L, 0, 0);
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            for (; counted < start; counted++)
            {
                (line, lineStart) = bytes[counted] == '\n' ? (line + 1, counted + 1) : (line, lineStart);
            }

            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                around.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = FieldLocations.Join(around.Peek().Path, reader.GetString()!);
            }
            else if (around.TryPeek(out var list) && list.IsList)
            {
                around.Pop();
                around.Push(list with { Next = list.Next + 1 });
                name = $"{list.Path}[{list.Next}]";
            }

            places.Add(new FieldPlace(name, line, Encoding.UTF8.GetCharCount(bytes, lineStart, start - lineStart) + 1));
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                around.Push((name, reader.TokenType == JsonTokenType.StartArray, 0));
            }
        }

        return places;
    }
}
