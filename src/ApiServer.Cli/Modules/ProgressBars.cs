using Spectre.Console;
using Spectre.Console.Rendering;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>A bar for each module, drawn over itself; the last picture stays.</summary>
internal sealed class ProgressBars : ProgressView
{
    private const int WideBar = 30;
    private const int NarrowBar = 10;
    private const int WideTerminal = 100;

    private readonly IAnsiConsole _console;
    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly TaskCompletionSource _end = new();
    private readonly Lock _gate = new();
    private readonly Task _drawing;
    private LiveDisplayContext? _context;
    private IRenderable _picture = new Text("");
    private string _stale = "";

    public ProgressBars(IAnsiConsole console, IReadOnlyDictionary<string, string> names)
    {
        _console = console;
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

    public override void Stale(ApiError? error) => _stale = ChangeLines.IsAway(error) ? ChangeLines.Away(error!) : "";

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

    /// <summary>A line for each, cut where the terminal ends: a line that wraps can not be drawn over.</summary>
    private Rows Picture(IReadOnlyDictionary<string, Deployment> deployments)
    {
        var width = _console.Profile.Width;
        var bar = width >= WideTerminal ? WideBar : NarrowBar;
        var name = deployments.Keys.Max(id => _names[id].Length);
        var lines = new List<IRenderable>();
        foreach (var (id, deployment) in deployments)
        {
            var text = $"  {Phase(deployment)}: {Describe(deployment)}";
            var room = Math.Max(0, width - name - bar - 3);
            lines.Add(Bar(new Paragraph().Append($"{_names[id].PadRight(name)}  "), deployment, bar)
                .Append(text.Length > room ? text[..room] : text));
        }

        if (_stale.Length > 0)
        {
            lines.Add(new Text(_stale.Length < width ? _stale : _stale[..(width - 1)], new Style(Color.Yellow)));
        }

        return new Rows(lines);
    }

    /// <summary>Other signs beside other colours: not everybody sees those, and not every terminal has them.</summary>
    private static Paragraph Bar(Paragraph line, Deployment deployment, int width)
    {
        var counts = Shown.Of(deployment);
        var total = Math.Max(1, counts.Total);
        var failed = Shown.CountBad(counts);
        // Whoever failed is seen, however few they are among many.
        var bad = failed == 0 ? 0 : Math.Max(1, width * failed / total);
        var good = Math.Min(width - bad, width * Shown.Count(counts, Shown.Goal(deployment.Target)) / total);
        var busy = Math.Min(width - bad - good, width * counts.Updating / total);
        return line
            .Append(new string('#', good), new Style(Color.Green))
            .Append(new string('x', bad), new Style(Color.Red))
            .Append(new string('+', busy), new Style(Color.Yellow))
            .Append(new string('.', width - good - bad - busy), new Style(Color.Grey));
    }
}
