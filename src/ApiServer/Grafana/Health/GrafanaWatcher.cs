using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Grafana.Tokens;

namespace Tricorder.ApiServer.Grafana.Health;

/// <summary>Looks after Grafana where there is no observability database, and so nothing to keep right in it.</summary>
internal sealed class GrafanaWatcher(
    GrafanaStatus status, TokenManager tokens, GrafanaHealth health,
    IOptions<GrafanaOptions> options, TimeProvider clock, ILogger<GrafanaWatcher> logger)
    : BackgroundService
{
    private readonly Outage _looking = new(logger, "Looking after Grafana");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var (version, problem) = await status.AskAsync(stoppingToken);
                if (problem.Length == 0)
                {
                    health.Succeeded(version);
                    await tokens.TidyAsync(stoppingToken);
                    _looking.Over();
                }
                else
                {
                    health.Failed(problem);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                _looking.Failed(e);
                health.Failed(e.Message);
            }

            await Task.Delay(options.Value.ResyncInterval, clock, stoppingToken);
        }
    }
}
