using Microsoft.Playwright;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>Reads what the Web UI has drawn of instances: cells from the pixels of the grid, numbers from bars and legends.</summary>
internal static class DrawnStates
{
    /// <summary>The upper left pixel of a cell has its state's colour; the legend says which that is.</summary>
    private const string Cells = """
        () => {
          const canvas = document.querySelector("canvas");
          const names = new Map([...document.querySelectorAll(".legend svg")].map((sign) => [getComputedStyle(sign).fill, sign.dataset.state]));
          const count = [...document.querySelectorAll(".legend [data-count]")].reduce((sum, one) => sum + Number(one.dataset.count), 0);
          const [pen, size] = [canvas?.getContext("2d"), 18];
          const columns = Math.floor((canvas?.clientWidth ?? 0) / size);
          return Array.from({ length: pen ? count : 0 }, (_, index) => {
            const [red, green, blue] = pen.getImageData((index % columns) * size, Math.floor(index / columns) * size, 1, 1).data;
            return names.get(`rgb(${red}, ${green}, ${blue})`) ?? `rgb(${red}, ${green}, ${blue})`;
          });
        }
        """;

    private const string Counted = "parts => parts.map((one) => `${one.dataset.count} ${one.dataset.state}`).sort().join()";

    /// <summary>The states in the cells of the grid, in the order of the nodes' names.</summary>
    public static async Task<string> CellsAsync(IPage modulePage) => string.Join(',', await modulePage.EvaluateAsync<string[]>(Cells));

    /// <summary>Such as <c>1 failed,3 running</c>.</summary>
    public static Task<string> LegendAsync(IPage modulePage) => CountedAsync(modulePage, ".legend [data-count]");

    public static Task<string> BarAsync(IPage modulePage) => CountedAsync(modulePage, "main .page > div > .row .bar [data-count]");

    /// <summary>The bar in the row of a list.</summary>
    public static Task<string> RowAsync(IPage list, string key) => CountedAsync(list, $"tr[data-row-key='{key}'] .bar [data-count]");

    /// <summary>What is said of a module on an agent's page.</summary>
    public static async Task<string> TagAsync(IPage agentPage, string moduleId) =>
        string.Join(' ', await agentPage.Locator($"tr[data-row-key='{moduleId}'] .ant-tag").AllInnerTextsAsync());

    private static Task<string> CountedAsync(IPage page, string selector) => page.EvalOnSelectorAllAsync<string>(selector, Counted);
}
