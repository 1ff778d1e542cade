using System.Text.Json.Nodes;
using Google.Protobuf;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Prints what a command found, in the format that was asked for.</summary>
internal sealed class Printer(Terminal terminal, OutputFormat format)
{
    public OutputFormat Format { get; } = format;

    /// <summary>Whether people read it, rather than programs.</summary>
    public bool IsTable => Format is OutputFormat.Table or OutputFormat.Wide;

    /// <summary>
    /// Prints items. <paramref name="message"/> is what the API answers, and <paramref name="name"/> what commands take as argument.
    /// </summary>
    public void Print<T>(IReadOnlyList<T> items, IMessage message, Func<T, string> name, IReadOnlyList<Column<T>> columns, string empty)
    {
        switch (Format)
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                Print(ProtoText.ListNode(message));
                break;
            case OutputFormat.Name:
                foreach (var item in items)
                {
                    terminal.Out.WriteLine(SafeText.OneLine(name(item)));
                }

                break;
            default:
                Table(items, columns, empty);
                break;
        }
    }

    /// <summary>Prints one thing: as the API's message, as its name, or as <paramref name="table"/> tells it to people.</summary>
    public void Print(IMessage message, string name, Action table) => Print(() => Print(message), name, table);

    /// <summary>The same for what is no message of the API.</summary>
    public void Print(Action document, string name, Action table)
    {
        switch (Format)
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                document();
                break;
            case OutputFormat.Name:
                terminal.Out.WriteLine(SafeText.OneLine(name));
                break;
            default:
                table();
                break;
        }
    }

    /// <summary>Prints a message as JSON or YAML.</summary>
    public void Print(IMessage message) =>
        terminal.Out.Write(Format == OutputFormat.Yaml ? ProtoText.Yaml(message) : $"{ProtoText.Json(message)}\n");

    /// <summary>The same for what is no message of the API.</summary>
    public void Print(JsonNode node) => terminal.Out.Write(Format == OutputFormat.Yaml ? Yaml.Write(node) : $"{ProtoText.Json(node)}\n");

    /// <summary>One of several documents.</summary>
    public void PrintDocument(JsonNode node)
    {
        terminal.Out.Write(Format == OutputFormat.Yaml ? "---\n" : "");
        Print(node);
    }

    /// <summary>Prints an item of a stream: a line of JSON, a document of YAML, or its name.</summary>
    public void PrintNext(IMessage message, string name)
    {
        terminal.Out.Write(Format switch
        {
            OutputFormat.Yaml => $"---\n{ProtoText.Yaml(message)}",
            OutputFormat.Name => $"{SafeText.OneLine(name)}\n",
            _ => $"{ProtoText.Line(message)}\n",
        });
        terminal.Out.Flush();
    }

    /// <summary>Facts about one thing, one a line; those without a value are left out.</summary>
    public void Facts(params (string Name, string Value)[] facts)
    {
        var width = facts.Max(fact => fact.Name.Length);
        foreach (var (name, value) in facts.Where(fact => fact.Value.Length > 0))
        {
            terminal.Out.WriteLine(
                $"{name.PadRight(width)}  {value.Replace("\n", $"\n{new string(' ', width + 2)}", StringComparison.Ordinal)}");
        }
    }

    /// <summary>Says what was done; on standard error when the output is for programs.</summary>
    public void Done(string text) => (IsTable ? terminal.Out : terminal.Error).WriteLine(text);

    /// <summary>
    /// What was done to one of possibly several things, and how it is now; <paramref name="name"/> is what commands take as argument.
    /// </summary>
    public void Done(string text, string name, IMessage answer)
    {
        if (IsTable)
        {
            terminal.Out.WriteLine(SafeText.OneLine(text));
        }
        else
        {
            PrintNext(answer, name);
        }
    }

    public void Table<T>(IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns, string empty)
    {
        if (items.Count == 0)
        {
            // Not in the output: a pipe would take it for a row.
            terminal.Error.WriteLine(empty);
            return;
        }

        new TextTable<T>(terminal, [.. columns.Where(column => !column.IsWide || Format == OutputFormat.Wide)]).Add(items);
    }
}
