using Spectre.Console;
using Spectre.Console.Rendering;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Standard output and error. Colours, widths and things that move only where a terminal is.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    /// <summary>Wide enough that nothing is cut in a pipe.</summary>
    private const int PipeWidth = 100_000;

    public TextWriter Out { get; } = output;

    public TextWriter Error { get; } = error;

    public bool IsInteractive { get; } = output == Console.Out && !Console.IsOutputRedirected;

    /// <summary>Whether somebody can be asked.</summary>
    public bool CanAsk { get; } = output == Console.Out && !Console.IsOutputRedirected && !Console.IsInputRedirected;

    public IAnsiConsole Ansi => field ??= Create(Out);

    public void Write(IRenderable picture)
    {
        if (IsInteractive)
        {
            Ansi.Write(picture);
            return;
        }

        // Without the blanks that fill cells at the end of a line.
        using var text = new StringWriter { NewLine = "\n" };
        Create(text).Write(picture);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            Out.WriteLine(line.TrimEnd());
        }
    }

    private IAnsiConsole Create(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = IsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!IsInteractive)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
