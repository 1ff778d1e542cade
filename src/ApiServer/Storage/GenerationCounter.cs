namespace Tricorder.ApiServer.Storage;

/// <summary>Gives out generations: a number that only grows, across restarts, for every change of what should run.</summary>
internal static class GenerationCounter
{
    private const string NextSql = $"UPDATE generation SET last = last + 1 WHERE {Quoted.Only} = 1 RETURNING last";
    private const string LastSql = $"SELECT last FROM generation WHERE {Quoted.Only} = 1";

    public static long Next(WriteUnit unit) => unit.Query(NextSql, row => row.GetInt64(0)).Single();

    public static async Task<long> LastAsync(IStoreDatabase database, CancellationToken cancellationToken) =>
        (await database.ReadAsync(LastSql, row => row.GetInt64(0), [], cancellationToken)).Single();
}
