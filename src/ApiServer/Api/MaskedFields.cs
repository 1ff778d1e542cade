using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Tricorder.ApiServer.Api;

/// <summary>Copies single fields from one message to another of its type.</summary>
internal static class MaskedFields
{
    /// <summary>Sets the fields at these paths to what they are in <paramref name="from"/>, which may be nothing.</summary>
    public static void Copy(IReadOnlyList<string> paths, IMessage from, IMessage onto)
    {
        foreach (var path in paths)
        {
            Copy(path.Split('.'), from, onto);
        }
    }

    private static void Copy(ReadOnlySpan<string> path, IMessage? from, IMessage onto)
    {
        var accessor = onto.Descriptor.FindFieldByName(path[0]).Accessor;
        var value = from is null ? null : accessor.GetValue(from);
        if (path.Length > 1)
        {
            if (accessor.GetValue(onto) is not IMessage inner)
            {
                inner = accessor.Descriptor.MessageType.Parser.ParseFrom(ByteString.Empty);
                accessor.SetValue(onto, inner);
            }

            Copy(path[1..], value as IMessage, inner);
            return;
        }

        if (accessor.Descriptor.IsMap)
        {
            Replace((IDictionary)accessor.GetValue(onto), value as IDictionary);
        }
        else if (accessor.Descriptor.IsRepeated)
        {
            Replace((IList)accessor.GetValue(onto), value as IList);
        }
        else if (value is null)
        {
            accessor.Clear(onto);
        }
        else
        {
            accessor.SetValue(onto, value);
        }
    }

    private static void Replace(IList list, IList? by)
    {
        list.Clear();
        foreach (var item in by ?? Array.Empty<object>())
        {
            list.Add(item);
        }
    }

    private static void Replace(IDictionary map, IDictionary? by)
    {
        map.Clear();
        foreach (DictionaryEntry entry in by ?? new MapField<string, string>())
        {
            map.Add(entry.Key, entry.Value);
        }
    }
}
