using System.Collections;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>
/// update_mask: empty = the populated fields, <c>*</c> = replace all. Populated goes down to single fields: a program given with nothing
/// but its function name changes that name and keeps the rest.
/// </summary>
internal static class FieldMasks
{
    private const string Everything = "*";
    private const string Field = "update_mask";

    /// <summary>The paths to change, none of them output only. Unknown and output only paths in the mask are refused.</summary>
    public static IReadOnlyList<string> Resolve(FieldMask? mask, IMessage given, IReadOnlySet<string> outputOnly)
    {
        var paths = mask?.Paths ?? [];
        if (paths.Count == 0)
        {
            var populated = new List<string>();
            AddPopulated(given, "", outputOnly, populated);
            return populated;
        }

        if (paths.Count == 1 && paths[0] == Everything)
        {
            return [.. given.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name).Where(name => !outputOnly.Contains(name))];
        }

        var violations = paths.Distinct().Select(path => Check(path, given.Descriptor, outputOnly)).OfType<FieldViolation>().ToList();
        return violations.Count == 0 ? [.. paths.Distinct()] : throw new InvalidArgumentException(violations, "UPDATE_MASK_INVALID");
    }

    private static void AddPopulated(IMessage message, string prefix, IReadOnlySet<string> outputOnly, List<string> paths)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            var path = prefix + field.Name;
            if (outputOnly.Contains(path) || !IsPopulated(field, message))
            {
                continue;
            }

            if (IsNested(field) && field.Accessor.GetValue(message) is IMessage inner)
            {
                AddPopulated(inner, path + ".", outputOnly, paths);
            }
            else
            {
                paths.Add(path);
            }
        }
    }

    private static bool IsPopulated(FieldDescriptor field, IMessage message) => field.Accessor.GetValue(message) switch
    {
        null => false,
        IMessage => true,
        ICollection collection => collection.Count > 0,
        ByteString bytes => !bytes.IsEmpty,
        string text => text.Length > 0,
        bool flag => flag,
        var number => Convert.ToInt64(number, CultureInfo.InvariantCulture) != 0,
    };

    private static FieldViolation? Check(string path, MessageDescriptor message, IReadOnlySet<string> outputOnly)
    {
        if (path == Everything)
        {
            return new FieldViolation(Field, "'*' replaces everything and must be the only path");
        }

        var segments = path.Split('.');
        for (var index = 0; index < segments.Length; index++)
        {
            var known = message.FindFieldByName(segments[index]);
            var isLast = index == segments.Length - 1;
            if (known is null || (!isLast && !IsNested(known)))
            {
                return new FieldViolation(Field, $"there is no field '{path}'; paths name fields such as 'description' or 'wasm.binary'");
            }

            if (outputOnly.Contains(string.Join('.', segments[..(index + 1)])))
            {
                return new FieldViolation(Field, $"'{path}' is output only: the server sets it");
            }

            message = IsNested(known) ? known.MessageType : message;
        }

        return null;
    }

    /// <summary>Messages of the same package are looked into; well-known types and lists are values.</summary>
    private static bool IsNested(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && !field.IsRepeated && field.MessageType.File.Package == field.ContainingType.File.Package;
}
