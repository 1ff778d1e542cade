using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tricorder.ApiServer.Cli.Output;

/// <summary>
/// Standard output into a pipe. The console's own writer takes a reader that is gone for one that reads, and what follows something would
/// write to nobody for ever.
/// </summary>
internal static class PipeOutput
{
    private const int StandardOutput = 1;
    private const int BrokenPipe = 32;

    /// <summary>Takes the place of the console's writer where output goes into a pipe.</summary>
    public static void Use()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
        {
            return;
        }

        var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // In a file a stream keeps a place of its own, and would write over what others write there.
        if (!stream.CanSeek)
        {
            Console.SetOut(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
        }
    }

    /// <summary>Whether nobody reads any more, as after `| head`; that is no error.</summary>
    public static bool IsClosed(Exception exception) => exception is IOException { HResult: BrokenPipe };
}
