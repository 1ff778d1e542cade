using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

/// <summary>The checks that requests have in common.</summary>
internal static class Arguments
{
    /// <summary>An id or name that must be given.</summary>
    public static string Required(string field, string value) =>
        value.Length > 0 ? value : throw new InvalidArgumentException(field, "is required");

    /// <summary>A resource that must be given.</summary>
    public static T Required<T>(string field, T? value)
        where T : class => value ?? throw new InvalidArgumentException(field, "is required");

    /// <summary>An enum value that this version knows; unspecified is one.</summary>
    public static T Known<T>(string field, T value)
        where T : struct, System.Enum =>
        System.Enum.IsDefined(value) ? value : throw new InvalidArgumentException(field, $"has no value {value:D}");

    /// <summary>A time that may be given.</summary>
    public static DateTimeOffset? Time(string field, Timestamp? value)
    {
        try
        {
            return value?.ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            throw new InvalidArgumentException(field, "is no time from 0001-01-01 to 9999-12-31 with 0 to 999,999,999 ns");
        }
    }

    public static bool IsFull(V1.ModuleView view, bool byDefault) => Known("view", view) switch
    {
        V1.ModuleView.Unspecified => byDefault,
        var given => given == V1.ModuleView.Full,
    };
}
