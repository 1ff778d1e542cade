using System.Buffers.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Security.Keys;

/// <summary>
/// Finds out at start whether the keys are those that the store's secrets were protected with. Missing keys are made anew without a word, and
/// what the old ones protected reads as if it were not there. The server runs without them, but is not ready.
/// </summary>
internal sealed class KeyCheck(
    KeyCheckStore store, StoreWriter writer, IOptions<StorageOptions> options, ILogger<KeyCheck> logger) : IHostedService, IHealthCheck
{
    public const string Name = "keys";

    // A protected value begins with a magic number of four bytes and the id of its key.
    private const int IdAt = 4;
    private const int IdLength = 16;

    private readonly string _directory = DataProtectionKeys.DirectoryOf(options.Value);
    private string _problem = "the keys are not checked yet";
    private string _keyFile = "";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stored = store.Load();
            if (stored.Length > 0 && !store.IsReadable(stored) && !options.Value.AcceptNewKeys)
            {
                Fail("do not read what this store protects with them: they are missing, damaged or those of another store");
                return;
            }

            var check = store.Make();
            if (stored.Length == 0 || KeyOf(stored) != KeyOf(check) || !store.IsReadable(stored))
            {
                await writer.WriteAsync(unit => store.Put(unit, check), cancellationToken).ConfigureAwait(false);
            }

            _keyFile = Path.Combine(_directory, $"key-{KeyOf(check)}.xml");
            _problem = "";
        }
        catch (UnavailableException e)
        {
            Fail($"cannot be used: {e.InnerException?.Message ?? e.Message}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problem = _problem.Length > 0 || File.Exists(_keyFile) ? _problem
            : $"The keys in {_directory} were taken away while the server runs: {_keyFile} is missing. Put it back before the next start.";
        return Task.FromResult(problem.Length > 0 ? new HealthCheckResult(context.Registration.FailureStatus, problem) : HealthCheckResult.Healthy());
    }

    private static Guid KeyOf(string check) =>
        Base64Url.DecodeFromChars(check) is { Length: >= IdAt + IdLength } bytes ? new Guid(bytes.AsSpan(IdAt, IdLength)) : Guid.Empty;

    private void Fail(string how)
    {
        _problem = $"The keys in {_directory} {how}. Stop the server, put that directory back from a backup and start again; or, if the keys are lost, "
            + $"start once with --{StorageOptions.NewKeysKey}=true: passwords of datasources must be given anew then, everything else mends itself.";
        logger.KeysUnusable(_problem);
    }
}
