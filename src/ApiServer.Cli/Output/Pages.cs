using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Reads lists to their end.</summary>
internal static class Pages
{
    public const int Size = 500;

    /// <summary>
    /// All items of a list; <paramref name="items"/> and <paramref name="next"/> tell what a page holds, and the token of the one after it.
    /// </summary>
    public static async Task<List<TItem>> ListAsync<TPage, TItem>(
        Func<string, AsyncUnaryCall<TPage>> ask, Func<TPage, IEnumerable<TItem>> items, Func<TPage, string> next)
    {
        var all = new List<TItem>();
        await ReadAsync(ask, page =>
        {
            all.AddRange(items(page));
            return next(page);
        });
        return all;
    }

    /// <summary>
    /// Asks for page after page; <paramref name="read"/> takes what one holds and returns the token of the next. A server that gives the
    /// same token again would give the same page for ever.
    /// </summary>
    public static async Task ReadAsync<T>(Func<string, AsyncUnaryCall<T>> ask, Func<T, string> read)
    {
        for (var token = ""; ;)
        {
            var next = read(await ask(token));
            if (next.Length == 0)
            {
                return;
            }

            token = next != token ? next : throw new CliException(
                ExitCode.Failed,
                "The server gives the same page again: the list has no end",
                "Report it with the output of `tricorder version`.");
        }
    }
}
