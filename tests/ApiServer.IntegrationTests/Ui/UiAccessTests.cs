using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.Tests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>Everybody can read and use each page, in both themes and at both widths.</summary>
public sealed class UiAccessTests : UiTest
{
    private const int Combinations = 4;
    private static readonly string[] Serious = ["serious", "critical"];

    [Test]
    public async Task Pages_AllOfThem_HaveNoSeriousViolations([Values] bool dark, [Values(1280, 390)] int width)
    {
        using var good = await ScriptedAgent.ConnectAsync(Server, node: "good");
        using var bad = await ScriptedAgent.ConnectAsync(Server, node: "bad");
        var module = await Plane.RunAsync();
        await good.ObeyAsync(ModuleAction.Deploy, module.Id);
        await bad.FailAsync(await bad.OrderAsync(ModuleAction.Deploy, module.Id), "kernel too old");
        await using var person = await UiBrowser.OpenAsync(Server, dark ? ColorScheme.Dark : ColorScheme.Light, width);
        var violations = new List<string>();
        string[] paths =
        [
            "/", "/modules", $"/modules/{module.Id}", $"/modules/{module.Id}?tab=history", "/agents", $"/agents/{bad.Id}", "/events",
            "/grafana", "/database", "/status", "/sessions", "/modules/gone", "/modules/new?sample=dns-queries",
            $"/modules/{module.Id}/edit",
        ];
        var combination = (dark ? 2 : 0) + (width == 390 ? 1 : 0);
        foreach (var (index, path) in paths.Index())
        {
            if (!TestForm.IsWhole && index % Combinations != combination)
            {
                continue; // In the short form each page has one of the combinations.
            }

            var page = await person.GoAsync(path);
            await LiveAsync(page);
            await Assertions.Expect(page.Locator(".ant-spin-spinning")).ToHaveCountAsync(0);
            var found = await page.RunAxe();
            violations.AddRange(found.Violations.Where(one => Serious.Contains(one.Impact))
                .Select(one => $"{path}: {one.Id} {string.Join(" ", one.Nodes.Take(3).Select(node => node.Html))}"));
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.That(overflow, Is.LessThanOrEqualTo(0), $"{path} is wider than the window");
            await page.CloseAsync();
        }

        Assert.That(violations, Is.Empty);
        Assert.That(person.Complaints, Is.Empty);
    }
}
