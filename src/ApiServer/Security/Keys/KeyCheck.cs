using System.Buffers.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// Finds out at start whether the keys are those that the store's secrets were protected with. Missing keys are made anew without a word,
/// and what the old ones protected reads as if it were not there. The server runs without them, but is not ready. What says nothing about
/// the keys of this store, a store that refuses the check or a disk on which no key can be written, is tried again until it passes.
/// </summary>
internal sealed class KeyCheck(
    KeyCheckStore store, StoreWriter writer, IOptions<StorageOptions> options, TimeProvider clock, ILogger<KeyCheck> logger)
    : BackgroundService, IHealthCheck
{
    public const string Name = "keys";
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // A protected value begins with a magic number of four bytes and the id of its key.
    private const int IdAt = 4;
    private const int IdLength = 16;

    private readonly string _directory = DataProtectionKeys.DirectoryOf(options.Value);
    private volatile string _problem = "the keys are not checked yet";
    private volatile string _keyFile = "";
    private bool _isTriedAgain;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = _problem.Length > 0 || File.Exists(_keyFile) ? _problem
            : $"The keys in {_directory} were taken away while the server runs: {_keyFile} is missing. Put it back before the next start.";
        return Task.FromResult(
            problem.Length > 0 ? new HealthCheckResult(context.Registration.FailureStatus, problem) : HealthCheckResult.Healthy());
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (_isTriedAgain && await timer.WaitForNextTickAsync(stoppingToken))
        {
            await CheckAsync(stoppingToken);
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
        }
        catch (UnavailableException e) when (e.Reason == ValueProtector.UnusableReason)
        {
            TryAgain(
                $"The keys in {_directory} cannot be used: {e.InnerException?.Message ?? e.Message} They must be "
                + $"readable, and the directory writable, "
                + "for the user that the server runs as. It is tried again.", logger.KeysUnusable);
        }
        catch (Exception e) when (e is UnavailableException or SqliteException)
        {
            TryAgain($"The keys in {_directory} are not checked yet, because the store refuses that. "
                + $"Nothing is known against the keys, and it is tried again. The store says: {e.Message}", logger.KeysNotChecked);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var stored = store.Load();
        if (stored.Length > 0 && !store.IsReadable(stored) && !options.Value.AcceptNewKeys)
        {
            _isTriedAgain = false;
            _problem = $"The keys in {_directory} do not read what this store protects with them: they are missing, "
                + $"damaged or those of another store. Stop "
                + "the server, put that directory back from a backup and start again; or, if the keys are lost, start once with "
                + $"--{StorageOptions.NewKeysKey}=true: passwords of datasources must be given anew then, everything else mends itself.";
            logger.KeysUnusable(_problem);
            return;
        }

        var check = store.Make();
        if (stored.Length == 0 || KeyOf(stored) != KeyOf(check) || !store.IsReadable(stored))
        {
            await writer.WriteAsync(unit => store.Put(unit, check), cancellationToken);
        }

        _keyFile = Path.Combine(_directory, $"key-{KeyOf(check)}.xml");
        _problem = "";
        if (_isTriedAgain)
        {
            logger.KeysUsable(_directory);
        }

        _isTriedAgain = false;
    }

    private static Guid KeyOf(string check) =>
        Base64Url.DecodeFromChars(check) is { Length: >= IdAt + IdLength } bytes ? new Guid(bytes.AsSpan(IdAt, IdLength)) : Guid.Empty;

    private void TryAgain(string problem, Action<string> log)
    {
        if (problem != _problem)
        {
            log(problem);
        }

        (_problem, _isTriedAgain) = (problem, true);
    }
}
