using Dapper;
using Npgsql;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>The statements of one transaction. Some must succeed, others are tried: what fails of those is undone alone.</summary>
internal sealed class TransactionSteps : IAsyncDisposable
{
    private const string Savepoint = "step";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private TransactionSteps(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_connection, _transaction) = (connection, transaction);

    public static async Task<TransactionSteps> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(connection, await connection.BeginTransactionAsync(cancellationToken));

    public Task RunAsync(string sql, CancellationToken cancellationToken) => RunAsync(sql, null, cancellationToken);

    public Task RunAsync(string sql, object? arguments, CancellationToken cancellationToken) =>
        _connection.ExecuteAsync(new CommandDefinition(sql, arguments, _transaction, cancellationToken: cancellationToken));

    /// <summary>Tries these statements together; the answer is what PostgreSQL said against them, or null.</summary>
    public async Task<PostgresException?> TryAsync(IReadOnlyList<string> statements, object? arguments, CancellationToken cancellationToken)
    {
        await _transaction.SaveAsync(Savepoint, cancellationToken);
        try
        {
            foreach (var statement in statements)
            {
                await RunAsync(statement, arguments, cancellationToken);
            }

            await _transaction.ReleaseAsync(Savepoint, cancellationToken);
            return null;
        }
        catch (PostgresException e) when (_connection.State == System.Data.ConnectionState.Open)
        {
            await _transaction.RollbackAsync(Savepoint, cancellationToken);
            return e;
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    /// <summary>Rolls back what was not committed.</summary>
    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}
