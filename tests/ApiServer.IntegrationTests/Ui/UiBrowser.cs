using System.Collections.Concurrent;
using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>A person with a browser of their own, with cookies and tabs, in one Chromium for all tests.</summary>
internal sealed class UiBrowser : IAsyncDisposable
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private static readonly Lazy<Task<IBrowser>> Chromium = new(async () =>
    {
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = Flags });
    });

    private readonly IBrowserContext _context;

    private UiBrowser(IBrowserContext context) => _context = context;

    /// <summary>
    /// What went wrong in any tab: exceptions, and what the policy did not let pass. A server that is away is none of that.
    /// </summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public static async Task<UiBrowser> OpenAsync(ServerProcess server, ColorScheme theme = ColorScheme.Light, int width = 1280)
    {
        var browser = await Chromium.Value;
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Web,
            ColorScheme = theme,
            Locale = "en-US",
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        context.SetDefaultTimeout(30_000);
        return new UiBrowser(context);
    }

    public async Task<IPage> GoAsync(string path)
    {
        var page = await _context.NewPageAsync();
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
            {
                Complaints.Enqueue(message.Text);
            }
        };
        await page.GotoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
