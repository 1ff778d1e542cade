using Grpc.Core;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Reads lists to their end.</summary>
internal static class Pages
{
    public const int Size = 500;

    /// <summary>Asks for page after page; <paramref name="read"/> takes what one holds and returns the token of the next.</summary>
    public static async Task ReadAsync<T>(Func<string, AsyncUnaryCall<T>> ask, Func<T, string> read)
    {
        for (var token = ""; ;)
        {
            token = read(await ask(token));
            if (token.Length == 0)
            {
                return;
            }
        }
    }
}
