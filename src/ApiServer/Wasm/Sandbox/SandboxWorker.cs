using Wasmtime;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>
/// The other side of <see cref="SandboxProcess"/>: this program, started as <c>apiserver sandbox</c>, takes requests on its standard input
/// and answers on its standard output until that is closed. It knows nothing of the server: no configuration, no store, no network.
/// </summary>
internal static class SandboxWorker
{
    public const string Argument = "sandbox";

    public static bool IsAsked(string[] args) => args is [Argument];

    public static async Task<int> RunAsync()
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        // Whatever writes to the console must not get between the messages.
        Console.SetOut(TextWriter.Null);
        using var runner = new SandboxRunner();
        var next = SandboxFrames.ReadAsync(input, CancellationToken.None);
        while (await next is { } message)
        {
            var request = SandboxRequest.Read(message);
            next = SandboxFrames.ReadAsync(input, CancellationToken.None);
            EndWithParent(next);
            var reply = request.Binary.IsEmpty ? ConvertWat(request.Wat) : runner.Run(request);
            await output.WriteAsync(SandboxFrames.Encode(reply.Write));
            await output.FlushAsync();
        }

        return 0;
    }

    /// <summary>An end of input means that the server has gone, maybe while a module runs: nobody else would stop it then.</summary>
    private static void EndWithParent(Task<BinaryReader?> next) => next.ContinueWith(
        read =>
        {
            if (read.IsFaulted || read.Result is null)
            {
                Environment.Exit(0);
            }
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static SandboxReply ConvertWat(string text)
    {
        try
        {
            return new SandboxReply("", [], "", Module.ConvertText(text));
        }
        catch (WasmtimeException e)
        {
            return SandboxReply.Failed(e.Message);
        }
    }
}
