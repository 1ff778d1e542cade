namespace Tricorder.ApiServer.Wasm.Confinement;

/// <summary>Runs a confined process to its end, or to the end of its time.</summary>
internal static class ShortRun
{
    private const int MaxChars = 256 * 1024;

    public static async Task<ProcessOutcome> RunAsync(
        string directory, IEnumerable<string> command, ProcessLimits limits, TimeSpan time, CancellationToken cancellationToken)
    {
        using var process = ConfinedProcess.Start(directory, command, limits);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(time);
        try
        {
            process.StandardInput.Close();
            var texts = await Task.WhenAll(
                BoundedReading.ToEndAsync(process.StandardOutput, MaxChars, deadline.Token),
                BoundedReading.ToEndAsync(process.StandardError, MaxChars, deadline.Token));
            await process.WaitForExitAsync(deadline.Token);
            return new ProcessOutcome(process.ExitCode, texts[0], texts[1], TimedOut: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProcessOutcome(-1, "", "", TimedOut: true);
        }
        finally
        {
            ConfinedProcess.Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}

/// <summary>How a short-lived process ended, and the beginning of what it printed.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error, bool TimedOut)
{
    private const int KilledBySignal = 128;

    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>Ended by a signal, ours or the kernel's at a limit.</summary>
    public bool Killed => TimedOut || ExitCode > KilledBySignal;
}
