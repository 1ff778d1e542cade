namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// Requests of megabytes are parsed without a pause, each on a thread of the pool. That has as many as there are processors, and takes half
/// a second for one more: on two processors, two modules held up all others and <c>/healthz</c> (docs/adr/0018).
/// </summary>
internal static class RequestThreads
{
    // As many of the largest as are in work at a time, and one for all others. More would only be busy at the same time,
    // each with its memory.
    private const int Least = (RequestBudget.CallMebibytes * 1024 * 1024 / MethodLimits.ProgramBytes) + 1;

    public static void Ensure()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, Least), completions);
    }
}
