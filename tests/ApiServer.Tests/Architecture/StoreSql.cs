using System.Reflection;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>The statements of the store: constants of the types that write in a unit or read the store's database.</summary>
internal static class StoreSql
{
    private const BindingFlags Declared =
        BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] Verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];

    /// <summary>Types that hold SQL of the store, the engine's own left out.</summary>
    public static IReadOnlyList<Type> Holders { get; } =
    [
        .. typeof(StoreWriter).Assembly.GetTypes()
            .Where(type => type.Namespace != typeof(SqliteDatabase).Namespace && Constants(type).Any(IsStatement) && UsesStore(type)),
    ];

    /// <summary>Every text constant of those types that is SQL or a part of it.</summary>
    public static IEnumerable<(Type Holder, string Name, string Text)> All() =>
        from type in Holders
        from field in Fields(type)
        let text = (string)field.GetRawConstantValue()!
        where IsStatement(text) || field.Name is "Columns" || field.Name.EndsWith("Sql", StringComparison.Ordinal)
        select (type, field.Name, text);

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(Declared)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string));

    private static IEnumerable<string> Constants(Type type) => Fields(type).Select(field => (string)field.GetRawConstantValue()!);

    private static bool IsStatement(string text) => Verbs.Any(verb => text.TrimStart().StartsWith(verb, StringComparison.Ordinal));

    /// <summary>SQL for the observability database is PostgreSQL's own, and its types never see a unit.</summary>
    private static bool UsesStore(Type type) =>
        type.GetMembers(Declared | BindingFlags.Instance)
            .OfType<MethodBase>()
            .SelectMany(method => method.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(WriteUnit) || parameter.ParameterType == typeof(IStoreDatabase));
}
