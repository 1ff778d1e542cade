using Microsoft.Extensions.Options;
using Npgsql;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.ObservabilityDb.Connections;

/// <summary>
/// The way to the database. Where a file has the address it is read again, every second at most and when no connection can be opened. What
/// it says anew is taken over once a login with it succeeds; until then the address before goes on, and it is told why.
/// </summary>
internal sealed class ObservabilityDatabase(
    IOptions<ObservabilityDbOptions> options, TimeProvider clock, ILogger<ObservabilityDatabase> logger) : IAsyncDisposable
{
    private const string Key = $"{ObservabilityDbOptions.Section}:{nameof(ObservabilityDbOptions.ConnectionStringFile)}";
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _lock = new(1);
    private volatile ConnectionPool _pool = new(options.Value.Read());
    private volatile string _problem = "";
    private long _looked = clock.GetTimestamp();
    private (string Text, long At) _refused = ("", 0);

    /// <summary>Where it is, without who connects.</summary>
    public string Name => _pool.Name;

    /// <summary>The address in force.</summary>
    public NpgsqlConnectionStringBuilder Address => _pool.Address;

    /// <summary>Why what the file says is not used; empty: it is.</summary>
    public string Problem => _problem;

    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await PollAsync(cancellationToken);
        while (true)
        {
            var pool = _pool;
            try
            {
                return await pool.OpenAsync(cancellationToken);
            }
            catch (ObjectDisposedException) when (pool != _pool)
            {
                // Another call has just taken a new address over.
            }
            catch (Exception e) when (DatabaseFailure.IsOne(e) && options.Value.ConnectionStringFile.Length > 0)
            {
                // The password may have been changed just now.
                await _lock.WaitAsync(cancellationToken);
                await TakeOverAsync(cancellationToken);
                if (pool == _pool)
                {
                    throw;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _pool.DisposeAsync();
        _lock.Dispose();
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ConnectionStringFile.Length == 0 || clock.GetElapsedTime(Volatile.Read(ref _looked)) < PollInterval)
        {
            return;
        }

        Volatile.Write(ref _looked, clock.GetTimestamp());
        if (await _lock.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            await TakeOverAsync(cancellationToken);
        }
    }

    /// <summary>Takes over what the file says, if that is new and works, and gives the turn back.</summary>
    private async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (text, trouble) = ReadFile();
            if (trouble is not null)
            {
                Refuse(trouble);
            }
            else if (text == _pool.Text)
            {
                (_problem, _refused) = ("", ("", 0));
            }
            else if (text != _refused.Text || clock.GetElapsedTime(_refused.At) >= TryAgainAfter)
            {
                await TryAsync(text, cancellationToken);
            }
        }
        finally
        {
            _lock.Release();
        }
    }

    private (string Text, string? Trouble) ReadFile()
    {
        var file = options.Value.ConnectionStringFile;
        if (SecretFile.Trouble(file) is { } trouble)
        {
            return ("", trouble);
        }

        var text = options.Value.Read();
        return (text, text == _pool.Text ? null : PostgresAddress.Problem(text));
    }

    private async Task TryAsync(string text, CancellationToken cancellationToken)
    {
        ConnectionPool? candidate = null;
        try
        {
            candidate = new ConnectionPool(text);
            await (await candidate.OpenAsync(cancellationToken)).DisposeAsync();
        }
        catch (Exception e)
        {
            if (candidate is not null)
            {
                await candidate.DisposeAsync();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            // Whatever it is, the address before may work.
            _refused = (text, clock.GetTimestamp());
            var reason = DatabaseFailure.IsOne(e) ? DatabaseFailure.Explain(e).Message : e.Message;
            Refuse($"says something new that does not work: {Redaction.Of(reason)}");
            return;
        }

        var before = _pool;
        (_pool, _problem, _refused) = (candidate, "", ("", 0));
        logger.AddressTaken(candidate.Name, Key);
        await before.DisposeAsync();
    }

    private void Refuse(string trouble)
    {
        var problem = $"The file that {Key} names {trouble.TrimEnd('.')}; the address before is used.";
        if (_problem != problem)
        {
            _problem = problem;
            logger.AddressNotTaken(problem);
        }
    }
}
