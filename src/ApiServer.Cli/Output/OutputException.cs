namespace Tricorder.ApiServer.Cli.Output;

/// <summary>Standard output takes no more: its reader is gone, or its disk is full.</summary>
internal sealed class OutputException(IOException cause) : IOException(cause.Message, cause)
{
    private const int BrokenPipe = 32;

    /// <summary>Whether nobody reads any more, as after `| head`; that is no error.</summary>
    public bool IsClosed { get; } = cause.HResult == BrokenPipe;
}
