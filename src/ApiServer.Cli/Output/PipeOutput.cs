using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>
/// Standard output and error that are no terminal. The console's own writer takes a reader that is gone for one that reads, and what
/// follows something would write to nobody for ever. Output that can not be written is an <see cref="OutputException"/>; what can not be
/// told on standard error is lost, and the exit status tells.
/// </summary>
internal static class PipeOutput
{
    private const int StandardOutput = 1;

    /// <summary>Takes the place of the console's writers where they do not lead to a terminal.</summary>
    public static void Use()
    {
        if (Console.IsOutputRedirected)
        {
            Console.SetOut(Writer(OpenOutput(), failure => throw new OutputException(failure)));
        }

        if (Console.IsErrorRedirected)
        {
            Console.SetError(Writer(Console.OpenStandardError(), _ => { }));
        }
    }

    private static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // In a file a stream keeps a place of its own, and would write over what others write there.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    private static StreamWriter Writer(Stream stream, Action<IOException> onFailure) =>
        new(new GuardedStream(stream, onFailure), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
}
