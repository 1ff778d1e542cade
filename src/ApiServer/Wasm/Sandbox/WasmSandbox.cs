using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>
/// Runs what may be hostile in processes that are killed when they misbehave. They are started when needed, few at a time, used again, and
/// ended when idle, so that previews are quick and nothing that leaks lasts.
/// </summary>
internal sealed partial class WasmSandbox(TimeProvider clock, ILogger<WasmSandbox> logger) : IDisposable
{
    private const int MaxServed = 200;
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly ConcurrentBag<(SandboxProcess Process, ITimer Idle)> _idle = [];

    /// <summary>Runs a function on events. The module must have passed <see cref="WasmInspector"/>.</summary>
    public Task<SandboxReply> RunAsync(
        ReadOnlyMemory<byte> binary,
        string functionName,
        IReadOnlyList<ReadOnlyMemory<byte>> events,
        CancellationToken cancellationToken) =>
        AskAsync(new SandboxRequest(binary, functionName, events, ""), cancellationToken);

    /// <summary>Converts WebAssembly text.</summary>
    public async Task<CompileResult> ConvertWatAsync(string text, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(new SandboxRequest(default, "", [], text), cancellationToken);
        return reply.Error.Length == 0 ? new CompileResult(reply.Binary, []) : CompileResult.Failed(WatProblem(reply.Error));
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var worker))
        {
            worker.Idle.Dispose();
            worker.Process.Dispose();
        }

        _slots.Dispose();
    }

    private async Task<SandboxReply> AskAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            var process = Take();
            var keep = false;
            try
            {
                using var deadline = new CancellationTokenSource(SandboxLimits.WholeTime, clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
                var reply = await process.AskAsync(request, either.Token);
                keep = reply is not null && process.Served < MaxServed;
                if (reply is null)
                {
                    logger.SandboxDied(MessageText.Sentence(await process.LastWordsAsync()));
                }

                return reply ?? SandboxReply.Failed(
                    "The module needs more memory to be compiled than a preview may use; make it smaller or split its largest functions.");
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                logger.SandboxKilled(SandboxLimits.WholeTime);
                return SandboxReply.Failed(
                    "The module takes too long to be compiled for a preview; make it smaller or split its largest functions.");
            }
            finally
            {
                GiveBack(process, keep);
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    private SandboxProcess Take()
    {
        if (!_idle.TryTake(out var worker))
        {
            return new SandboxProcess();
        }

        worker.Idle.Dispose();
        return worker.Process;
    }

    private void GiveBack(SandboxProcess process, bool keep)
    {
        if (keep)
        {
            _idle.Add((process, clock.CreateTimer(_ => EndIdle(), null, IdleTime, Timeout.InfiniteTimeSpan)));
        }
        else
        {
            process.Dispose();
        }
    }

    private void EndIdle()
    {
        if (_idle.TryTake(out var worker))
        {
            worker.Idle.Dispose();
            worker.Process.Dispose();
        }
    }

    /// <summary>The engine prints a drawing: the message, then <c>--> &lt;anon>:LINE:COLUMN</c>, then the line.</summary>
    private static WasmProblem WatProblem(string error)
    {
        var place = WatPlace.Match(error);
        var message = MessageText.Sentence(place.Success ? error[..place.Index] : error);
        return WasmProblem.InSource(
            FindingSeverity.Error, WasmCodes.CompileError, message,
            place.Success ? int.Parse(place.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) : 0,
            place.Success ? int.Parse(place.Groups["column"].ValueSpan, CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex(@"\s*--> <anon>:(?<line>[0-9]{1,9}):(?<column>[0-9]{1,9})", RegexOptions.NonBacktracking)]
    private static partial Regex WatPlace { get; }
}
