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

    public bool IsInteractive { get; } = output == Console.Out && !Console.IsOutputRedirected && !IsDumb;

    /// <summary>Whether somebody can be asked.</summary>
    public bool CanAsk { get; } = output == Console.Out && !Console.IsOutputRedirected && !Console.IsInputRedirected;

    /// <summary>The same of standard error, where progress is shown.</summary>
    public bool IsErrorInteractive { get; } = error == Console.Error && !Console.IsErrorRedirected && !IsDumb;

    /// <summary>A terminal that can move no cursor and show no colour, as inside of an editor.</summary>
    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    private IAnsiConsole Ansi => field ??= Create(Out, IsInteractive);

    /// <summary>Standard error, for things that move; only where <see cref="IsErrorInteractive"/>.</summary>
    public IAnsiConsole ErrorAnsi => field ??= Create(Error, IsErrorInteractive);

    /// <summary>How many characters a line has room for.</summary>
    public int Width => IsInteractive ? Ansi.Profile.Width : PipeWidth;

    /// <summary>Never wraps: what is longer than a line is the terminal's to break.</summary>
    private IAnsiConsole Lines
    {
        get
        {
            field ??= Create(Out, IsInteractive);
            field.Profile.Width = PipeWidth;
            return field;
        }
    }

    /// <summary>Writes coloured text and ends the line.</summary>
    public void WriteLine(Paragraph text)
    {
        Lines.Write(text);
        Out.WriteLine();
    }

    /// <summary>Writes a line in one colour; into a pipe as it is.</summary>
    public void WriteLine(string line, Style style)
    {
        if (IsInteractive)
        {
            WriteLine(new Paragraph(line, style));
        }
        else
        {
            Out.WriteLine(line);
            Out.Flush();
        }
    }

    public void Write(IRenderable picture)
    {
        if (IsInteractive)
        {
            Ansi.Write(picture);
            return;
        }

        // Without the blanks that fill cells at the end of a line.
        using var text = new StringWriter { NewLine = "\n" };
        Create(text, isInteractive: false).Write(picture);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            Out.WriteLine(line.TrimEnd());
        }
    }

    private static IAnsiConsole Create(TextWriter writer, bool isInteractive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isInteractive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isInteractive)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
