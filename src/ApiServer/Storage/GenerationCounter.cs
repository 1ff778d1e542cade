using Dapper;

namespace Tricorder.ApiServer.Storage;

/// <summary>Gives out generations: a number that only grows, across restarts, for every change of what should run.</summary>
internal static class GenerationCounter
{
    private const string NextSql = "UPDATE generation SET last = last + 1 WHERE only = 1 RETURNING last";
    private const string LastSql = "SELECT last FROM generation WHERE only = 1";

    public static long Next(WriteUnit unit) => unit.Connection.QuerySingle<long>(NextSql);

    public static long Last(IStoreDatabase database)
    {
        using var connection = database.OpenRead();
        return connection.QuerySingle<long>(LastSql);
    }
}
