using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tricorder.ApiServer.Common;

/// <summary>
/// Tells that the file of a secret has changed, or that it has no secret in it and the one before goes on. Who uses it reads it anyway.
/// </summary>
internal sealed class SecretFileWatch(IEnumerable<SecretFileWatch.Watched> files, TimeProvider clock, ILogger<SecretFileWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string> _read = [];
    private readonly Dictionary<string, string> _trouble = [];

    /// <summary>Adds the file that this key names, if it names one.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration, string key)
    {
        if (configuration[key] is { Length: > 0 } path)
        {
            services.AddSingleton(new Watched(key, path));
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SecretFileWatch>());
        }
    }

    /// <summary>Looks at each file once.</summary>
    public void Look()
    {
        foreach (var file in files)
        {
            Look(file);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            do
            {
                Look();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Look(Watched file)
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
