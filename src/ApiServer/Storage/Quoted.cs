namespace Tricorder.ApiServer.Storage;

/// <summary>Columns whose bare names mean something else in SQL: PostgreSQL's <c>user</c> is whoever is connected.</summary>
internal static class Quoted
{
    public const string User = "\"user\"";
    public const string Only = "\"only\"";
}
