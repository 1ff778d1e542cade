using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Hosting.Secrets;

/// <summary>
/// Tells that the file of a secret has changed, or that it has no secret in it and the one before goes on. Who uses it reads it anyway.
/// </summary>
internal sealed class SecretFileWatch(IEnumerable<SecretFileWatch.Watched> files, ILogger<SecretFileWatch> logger) : IReconciler
{
    private readonly Dictionary<string, string> _read = [];
    private readonly Dictionary<string, string> _trouble = [];

    public LoopPlan Plan { get; } = new("secret-files", "Looking at the files of secrets")
    {
        Trigger = LoopTrigger.Time,
        Resync = TimeSpan.FromSeconds(5),
        RequiresLeader = false,
    };

    /// <summary>Adds the file that this key names, if it names one.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration, string key)
    {
        if (configuration[key] is { Length: > 0 } path)
        {
            services.AddSingleton(new Watched(key, path));
            services.AddLoop<SecretFileWatch>();
        }
    }

    /// <summary>Looks at each file once.</summary>
    public Task<Requeue> ReconcileAsync(CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            Poll(file);
        }

        return Task.FromResult(Requeue.AtResync);
    }

    private void Poll(Watched file)
    {
        if (SecretFile.Trouble(file.Path) is { } trouble)
        {
            if (_trouble.GetValueOrDefault(file.Key) != trouble)
            {
                _trouble[file.Key] = trouble;
                logger.SecretUnusable(file.Key, file.Path, trouble);
            }

            return;
        }

        _trouble.Remove(file.Key);
        var secret = SecretFile.Read("", file.Path);
        if (_read.TryGetValue(file.Key, out var before) && before != secret)
        {
            logger.SecretChanged(file.Key);
        }

        _read[file.Key] = secret;
    }

    /// <param name="Key">The key that names the file.</param>
    /// <param name="Path">The file.</param>
    internal sealed record Watched(string Key, string Path);
}
