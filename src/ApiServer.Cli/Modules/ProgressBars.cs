using Spectre.Console;
using Spectre.Console.Rendering;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>A bar for each module, drawn over itself; the last picture stays.</summary>
internal sealed class ProgressBars : ProgressView
{
    private const int Width = 30;

    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly TaskCompletionSource _end = new();
    private readonly Lock _gate = new();
    private readonly Task _drawing;
    private LiveDisplayContext? _context;
    private IRenderable _picture = new Text("");
    private string _stale = "";

    public ProgressBars(IAnsiConsole console, IReadOnlyDictionary<string, string> names)
    {
        _names = names;
        _drawing = console.Live(_picture).StartAsync(async context =>
        {
            lock (_gate)
            {
                _context = context;
                context.UpdateTarget(_picture);
            }

            await _end.Task;
        });
    }

    public override void Show(IReadOnlyDictionary<string, Deployment> deployments) => Draw(Picture(deployments));

    public override void GiveUp(IReadOnlyDictionary<string, Deployment> deployments) => Show(deployments);

    public override void Stale(ApiError? error) => _stale = error is null ? "" : $"The server is away ({error.Message.TrimEnd('.')}); trying again";

    public override void Dispose()
    {
        if (_end.TrySetResult())
        {
            _drawing.GetAwaiter().GetResult();
        }

        base.Dispose();
    }

    private void Draw(IRenderable picture)
    {
        lock (_gate)
        {
            _picture = picture;
            _context?.UpdateTarget(picture);
        }
    }

    private IRenderable Picture(IReadOnlyDictionary<string, Deployment> deployments)
    {
        var grid = new Grid().AddColumns(
            new GridColumn { NoWrap = true }, new GridColumn { NoWrap = true, Width = Width }, new GridColumn { NoWrap = true });
        foreach (var (id, deployment) in deployments)
        {
            grid.AddRow(new Text(_names[id]), Bar(deployment), new Text($"{Phase(deployment)}: {Describe(deployment)}").Overflow(Overflow.Ellipsis));
        }

        return _stale.Length == 0 ? grid : new Rows(grid, new Text(_stale, new Style(Color.Yellow)));
    }

    /// <summary>Other signs beside other colours: not everybody sees those, and not every terminal has them.</summary>
    private static Paragraph Bar(Deployment deployment)
    {
        var counts = deployment.Counts ?? new InstanceCounts();
        var total = Math.Max(1, counts.Total - counts.Offline);
        var failed = counts.Failed + counts.Held;
        // Whoever failed is seen, however few they are among many.
        var bad = failed == 0 ? 0 : Math.Max(1, Width * failed / total);
        var good = Math.Min(Width - bad, Width * counts.Succeeded / total);
        var busy = Math.Min(Width - bad - good, Width * counts.InProgress / total);
        return new Paragraph()
            .Append(new string('#', good), new Style(Color.Green))
            .Append(new string('x', bad), new Style(Color.Red))
            .Append(new string('+', busy), new Style(Color.Yellow))
            .Append(new string('.', Width - good - bad - busy), new Style(Color.Grey));
    }
}
