using System.Globalization;
using Microsoft.Playwright;
using Tricorder.ApiServer.Benchmarks.Processes;
using Tricorder.ApiServer.Benchmarks.Systems;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>The page of a module that runs on the whole fleet, in a real browser that has been there before.</summary>
/// <param name="InteractiveSeconds">From the address to all nodes being drawn and the page being free to answer, by its own clock.</param>
/// <param name="MaxTaskMilliseconds">The longest that the page was busy at a stretch while the fleet went to another revision.</param>
internal sealed record WebPage(double InteractiveSeconds, double MaxTaskMilliseconds)
{
    public const string Browser = "/usr/bin/chromium";

    private const string Watch = """
        window.longest = 0;
        window.interactive = new Promise(resolve => {
          const look = setInterval(() => {
            if (document.querySelector("canvas[aria-label^='AGENTS ']")) {
              clearInterval(look);
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
            }
          }, 10);
        });
        new PerformanceObserver(list => list.getEntries().forEach(task => window.longest = Math.max(window.longest, task.duration))).observe({ type: "longtask" });
        """;

    // A browser keeps compiled scripts from the third visit on.
    private const int VisitsBefore = 2;
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<WebPage>> MeasureAsync(int agents, int rounds, CancellationToken token)
    {
        var directory = Directory.CreateTempSubdirectory("bench-web-");
        try
        {
            await using var swarm = new SwarmClient(BenchAssembly.StartSwarm("connect"));
            await using var system = (HereSystem)await HereSystem.StartAsync(directory.FullName, [], token);
            await swarm.ConnectAsync(system.Address, agents, token);
            await system.ConvergeAsync(swarm, agents, token);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Browser,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            });
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { Locale = "en-US" });
            await context.AddInitScriptAsync(
                Watch.Replace("AGENTS", agents.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            var pages = new List<WebPage>();
            for (var round = 0; round < VisitsBefore + rounds; round++)
            {
                await Task.Delay(QuietTime, token);
                pages.Add(await OpenAsync(context, system, swarm, agents, token));
            }

            return pages[VisitsBefore..];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<WebPage> OpenAsync(
        IBrowserContext context, HereSystem system, SwarmClient swarm, int agents, CancellationToken token)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{system.Web}modules/{system.ModuleId}");
        var interactive = await page.EvaluateAsync<double>("window.interactive");
        await Task.Delay(QuietTime, token);
        await page.EvaluateAsync("window.longest = 0");
        await system.ConvergeAsync(swarm, agents, token);
        await Task.Delay(QuietTime, token);
        var longest = await page.EvaluateAsync<double>("window.longest");
        await page.CloseAsync();
        return new WebPage(interactive / 1000, longest);
    }
}
