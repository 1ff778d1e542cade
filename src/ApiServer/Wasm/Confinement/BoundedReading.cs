using System.Text;

namespace Tricorder.ApiServer.Wasm.Confinement;

internal static class BoundedReading
{
    /// <summary>
    /// Reads to the end and keeps the beginning, so that a process that prints without end neither blocks nor fills memory.
    /// </summary>
    public static async Task<string> ToEndAsync(StreamReader reader, int mostChars, CancellationToken cancellationToken)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            kept.Append(buffer, 0, Math.Min(count, mostChars - kept.Length));
        }

        return kept.ToString();
    }
}
