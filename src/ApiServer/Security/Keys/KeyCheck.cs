using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Reconciling;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// Finds out at start whether the keys are those that the store's secrets were protected with. Missing keys are made anew without a word,
/// and what the old ones protected reads as if it were not there. The server runs without them, but is not ready. What says nothing about
/// the keys of this store, a store that refuses the check or a disk on which no key can be written, is tried again until it passes. Keys
/// come anew while the server runs, and older ones are still needed for what they protected: each is checked, and its file is watched.
/// </summary>
internal sealed class KeyCheck(
    KeyCheckStore store, StoreWriter writer, StoreDirectory beside, IOptions<StorageOptions> options, ILogger<KeyCheck> logger)
    : IPhaseStep, IReconciler, IHealthCheck
{
    public const string Name = "keys";
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly string _directory = DataProtectionKeys.DirectoryOf(beside);
    private readonly KeyFiles _files = new(DataProtectionKeys.DirectoryOf(beside));
    private volatile string _problem = "the keys are not checked yet";
    private bool _isTriedAgain;

    public ProcessPhase Phase => ProcessPhase.Lead;

    public IReadOnlyList<Type> After { get; } = [typeof(BootstrapToken)];

    public LoopPlan Plan { get; } = new("security-keys", "Checking the keys")
    {
        Trigger = LoopTrigger.Time,
        Resync = Period,
        FirstAfter = Period,
        RequiresLeader = true,
    };

    public Task BeginAsync(CancellationToken cancellationToken) => CheckAsync(cancellationToken);

    public async Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        if (_isTriedAgain || await HasNewKeyAsync(cancellationToken))
        {
            await CheckAsync(cancellationToken);
        }

        return _isTriedAgain ? Requeue.Failed("KEYS_NOT_CHECKED", Period) : Requeue.AtResync;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = _problem;
        if (problem.Length == 0 && _files.Problem() is { } wrong)
        {
            problem = $"The keys in {_directory} were taken away or damaged while the server runs: {wrong}. "
                + "Put the file back as it was before the next start.";
        }

        return Task.FromResult(
            problem.Length > 0 ? new HealthCheckResult(context.Registration.FailureStatus, problem) : HealthCheckResult.Healthy());
    }

    private async Task<bool> HasNewKeyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _problem.Length == 0 && !_files.IsWatched(KeyCheckStore.KeyOf(await store.MakeAsync(cancellationToken)));
        }
        catch (UnavailableException)
        {
            return true;
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CompareAsync(cancellationToken);
        }
        catch (UnavailableException e) when (e.Reason == ValueProtector.UnusableReason)
        {
            var damaged = _files.Damaged();
            TryAgain($"The keys in {_directory} cannot be used: {e.GetBaseException().Message} "
                + (damaged.Count > 0 ? $"Put back from a backup, or move away if there is none: {string.Join(", ", damaged)}. " : "")
                + "The directory and its files must be readable and writable for the user that the server runs as. It is tried again.",
                logger.KeysUnusable);
        }
        catch (Exception e) when (e is UnavailableException or DbException)
        {
            TryAgain($"The keys in {_directory} are not checked yet, because the store refuses that. "
                + $"Nothing is known against the keys, and it is tried again. The store says: {e.Message}", logger.KeysNotChecked);
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var newest = await store.MakeAsync(cancellationToken); // First: where no key can be used, nothing is known of any.
        var stored = await store.LoadAsync(cancellationToken);
        List<string> lost = [];
        foreach (var check in stored)
        {
            if (!await store.IsReadableAsync(check, cancellationToken))
            {
                lost.Add(check);
            }
        }

        var keys = string.Join(
            ", ", lost.Select(KeyCheckStore.KeyOf).Distinct().Select(key => key == Guid.Empty ? "an unknown key" : $"{key}"));
        if (lost.Count > 0 && !options.Value.AcceptNewKeys)
        {
            _isTriedAgain = false;
            _problem = $"The keys in {_directory} do not read what this store protects with them. "
                + $"Missing, damaged, revoked or of another store: {keys}. Stop "
                + "the server, put that directory back from a backup and start again; or, if the keys are lost, start once with "
                + $"--{StorageOptions.NewKeysKey}=true: passwords of datasources that they protect must be given anew "
                + "then, everything else mends itself.";
            logger.KeysUnusable(_problem);
            return;
        }

        List<string> checks = [.. stored.Except(lost)];
        if (!checks.Any(check => KeyCheckStore.KeyOf(check) == KeyCheckStore.KeyOf(newest)))
        {
            checks.Add(newest);
        }

        if (!checks.SequenceEqual(stored))
        {
            await writer.WriteAsync(unit => store.Put(unit, checks), cancellationToken);
        }

        if (lost.Count > 0)
        {
            logger.KeysGivenUp(keys);
        }

        _files.Watch(checks.Select(KeyCheckStore.KeyOf));
        _problem = "";
        if (_isTriedAgain)
        {
            logger.KeysUsable(_directory);
        }

        _isTriedAgain = false;
    }

    private void TryAgain(string problem, Action<string> log)
    {
        if (problem != _problem)
        {
            log(problem);
        }

        (_problem, _isTriedAgain) = (problem, true);
    }
}
