using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Requests;

namespace Tricorder.ApiServer.Hosting.Web;

/// <summary>
/// Holds a JSON text against the message it should be, and names every field that does not fit, by the path the caller wrote. What has
/// too many items is named as for gRPC.
/// </summary>
internal sealed class JsonCheck
{
    private const string WellKnownPrefix = "google.protobuf.";
    private const int MaxViolations = 100;

    private static readonly FieldDescriptor TextField = Any.Descriptor.FindFieldByName("type_url");

    private readonly List<FieldViolation> _violations;
    private readonly List<string> _path = [];

    // The same by the names in the .proto file, as bounds are named whichever way a request comes.
    private readonly List<string> _names = [];
    private FieldDescriptor? _missing;

    private JsonCheck(List<FieldViolation> violations, FieldDescriptor? required)
    {
        _violations = violations;
        _missing = required;
    }

    /// <param name="json">The text.</param>
    /// <param name="message">What it should be.</param>
    /// <param name="violations">Gets what does not fit.</param>
    /// <param name="required">A field of the message that must be there; null = none must.</param>
    public static void Check(
        ReadOnlySpan<byte> json, MessageDescriptor message, List<FieldViolation> violations, FieldDescriptor? required = null)
    {
        var byteOrderMark = "\uFEFF"u8;
        var reader = new Utf8JsonReader(json.StartsWith(byteOrderMark) ? json[byteOrderMark.Length..] : json);
        try
        {
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            var check = new JsonCheck(violations, required);
            check.Message(ref reader, message);
            while (reader.Read())
            {
            }

            if (isObject && check._missing is { } missing)
            {
                violations.Add(new FieldViolation(missing.JsonName, "is required"));
            }
        }
        catch (InvalidArgumentException e)
        {
            // A bound of size: nothing after it is looked at.
            violations.Clear();
            violations.AddRange(e.Violations);
        }
        catch (InvalidOperationException)
        {
            violations.Clear();
            violations.Add(new FieldViolation("body", "is not valid JSON: a text holds what is not Unicode", "MALFORMED_JSON"));
        }
        catch (JsonException e)
        {
            violations.Clear();
            violations.Add(new FieldViolation(
                "body", $"is not valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", "MALFORMED_JSON"));
        }
    }

    private void Message(ref Utf8JsonReader reader, MessageDescriptor message)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Report(ref reader, "must be an object");
            return;
        }

        // By their place in the message: none of ours has as many as 64.
        var seen = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var field = FieldNames.Find(message, name);
            Enter(name, field?.Name ?? name);
            reader.Read();
            if (field is null)
            {
                Report(ref reader, $"is not a field of {message.Name}", "UNKNOWN_FIELD");
            }
            else if ((seen & (1UL << field.Index)) != 0)
            {
                // The transcoder would put the items of both together.
                Report(ref reader, "is given more than once", "DUPLICATE_FIELD");
            }
            else
            {
                seen |= 1UL << field.Index;
                _missing = field == _missing && reader.TokenType != JsonTokenType.Null ? null : _missing;
                Field(ref reader, field);
            }

            Leave();
        }
    }

    private void Field(ref Utf8JsonReader reader, FieldDescriptor field)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (field.IsMap)
        {
            Map(ref reader, field.MessageType.FindFieldByNumber(2), ItemBounds.Of(field));
        }
        else if (field.IsRepeated)
        {
            List(ref reader, field);
        }
        else
        {
            Value(ref reader, field);
        }
    }

    private void Map(ref Utf8JsonReader reader, FieldDescriptor values, int most)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            Report(ref reader, "must be an object");
            return;
        }

        for (var count = 1; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; count++)
        {
            Within(most, count);
            EnterItem($"[{reader.GetString()}]");
            reader.Read();
            Value(ref reader, values);
            Leave();
        }
    }

    private void List(ref Utf8JsonReader reader, FieldDescriptor field)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Report(ref reader, "must be a list");
            return;
        }

        var most = ItemBounds.Of(field);
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            Within(most, i + 1);
            EnterItem($"[{i}]");
            Value(ref reader, field);
            Leave();
        }
    }

    private void Value(ref Utf8JsonReader reader, FieldDescriptor field)
    {
        if (field.FieldType != FieldType.Message)
        {
            if (JsonScalars.Problem(ref reader, field) is { } problem)
            {
                Report(ref reader, problem);
            }
        }
        else if (field.MessageType.FullName.StartsWith(WellKnownPrefix, StringComparison.Ordinal))
        {
            // Timestamps, durations and masks have forms of their own. A mask is a list in one text.
            if (field.MessageType == FieldMask.Descriptor && reader.TokenType == JsonTokenType.String)
            {
                Within(ItemBounds.Of(FieldMask.Descriptor.FindFieldByName("paths")), Commas(ref reader) + 1);
            }

            if (ValueForms.Of(field.MessageType) is { } form
                && !(reader.TokenType == JsonTokenType.String && JsonScalars.Problem(ref reader, TextField) is null
                    && form.Matches(reader.GetString()!)))
            {
                Report(ref reader, form.Description);
                return;
            }

            reader.Skip();
        }
        else
        {
            Message(ref reader, field.MessageType);
        }
    }

    private void Enter(string name, string protoName)
    {
        var dot = _path.Count == 0 ? "" : ".";
        _path.Add(dot + name);
        _names.Add(dot + protoName);
    }

    private void EnterItem(string index)
    {
        _path.Add(index);
        _names.Add(index);
    }

    private void Leave()
    {
        _path.RemoveAt(_path.Count - 1);
        _names.RemoveAt(_names.Count - 1);
    }

    private static int Commas(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? reader.GetString()!.Count(letter => letter == ',') : reader.ValueSpan.Count((byte)',');

    private void Within(int most, int count)
    {
        if (count > most)
        {
            throw new InvalidArgumentException(
                string.Concat(_names), $"has more than {most} items, which is its bound", WireWalk.TooManyItems);
        }
    }

    private void Report(ref Utf8JsonReader reader, string problem, string reason = "WRONG_TYPE")
    {
        if (_violations.Count < MaxViolations)
        {
            _violations.Add(new FieldViolation(_path.Count == 0 ? "body" : string.Concat(_path), problem, reason));
        }

        reader.Skip();
    }
}
