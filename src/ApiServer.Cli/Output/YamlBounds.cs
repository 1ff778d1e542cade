using YamlDotNet.Core;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Looks at a text before it becomes a tree: reading one that is too deep would end the process for want of stack.</summary>
internal static class YamlBounds
{
    /// <summary>No document that anybody writes is as deep or as long.</summary>
    public const int MaxDepth = 100;

    private const int MaxEvents = 200_000;

    public static void Check(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        for (var events = 0; parser.MoveNext(); events++)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth || events > MaxEvents)
            {
                throw new YamlException(
                    parser.Current.Start, parser.Current.End, $"The document is deeper than {MaxDepth} levels, or too long.");
            }
        }
    }
}
