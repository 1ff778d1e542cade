namespace Tricorder.ApiServer.Wasm.Confinement;

/// <summary>How a short-lived process ended, and the beginning of what it printed.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error, bool TimedOut)
{
    private const int KilledBySignal = 128;

    public bool Succeeded => ExitCode == 0 && !TimedOut;

    /// <summary>Ended by a signal, ours or the kernel's at a limit.</summary>
    public bool Killed => TimedOut || ExitCode > KilledBySignal;
}
