using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>What a setting of a type may be, for people who know no type of .NET.</summary>
internal static class SettingTypes
{
    /// <param name="name">The full name of the type.</param>
    public static string Describe(string name) => (Type.GetType(name) ?? typeof(SettingTypes).Assembly.GetType(name)) switch
    {
        { IsEnum: true } type => Choice.Of(type),
        { } type when type == typeof(bool) => "true or false",
        { } type when type == typeof(int) => $"a whole number of at most {int.MaxValue}",
        { } type when type == typeof(long) => $"a whole number of at most {long.MaxValue}",
        { } type when type == typeof(TimeSpan) => "a duration, hours:minutes:seconds or days.hours:minutes:seconds",
        _ => "something else",
    };
}
