using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Streams;

namespace Tricorder.ApiServer.Agents.Wire;

/// <summary>The life of one agent stream, the same on every wire: hello, welcome, then reports until either side has enough.</summary>
internal sealed class SessionRunner(
    AgentConnector connector, AgentDrain drain, OpenStreams streams,
    IOptions<AgentOptions> options, TimeProvider clock, ILogger<SessionRunner> logger)
{
    /// <param name="hello">Turns the first message into a hello; throws when it is none.</param>
    /// <param name="welcome">Answers the hello; null on a wire without an answer.</param>
    /// <param name="read">Takes any later message; returns a report when it is one.</param>
    /// <param name="caller">Who the stream was opened by.</param>
    public async Task RunAsync<T>(
        IAsyncStreamReader<T> messages,
        Func<T, AgentHello> hello,
        IAgentWire wire,
        Func<AgentSession, Task>? welcome,
        Func<AgentSession, T, ModuleReport?> read,
        Caller caller,
        CancellationToken cancellationToken)
        where T : class
    {
        if (await FirstAsync(messages, cancellationToken) is not { } first)
        {
            End(SessionEnd.Draining, wire);
            return;
        }

        using var session = await connector.ConnectAsync(
            hello(first) with { Identity = caller.Agent ?? AgentIdentity.Unproven }, wire, cancellationToken);
        using var stop = cancellationToken.UnsafeRegister(static session => ((AgentSession)session!).End(SessionEnd.Lost), session);
        using var lease = streams.Enter(caller);
        using var revoked = lease.Ended.UnsafeRegister(static session => ((AgentSession)session!).End(SessionEnd.Revoked), session);
        Exception? failure = null;
        try
        {
            if (drain.IsDraining)
            {
                session.End(SessionEnd.Draining); // It came too late to be among those that were asked to leave.
            }

            await (welcome?.Invoke(session) ?? Task.CompletedTask).WaitAsync(session.Ended);
            session.Start();
            await ReadAsync(messages, session, read);
            session.End(SessionEnd.Closed);
        }
        catch (InvalidArgumentException e)
        {
            logger.ProtocolViolation(session.Agent.Id, e.Message);
            session.End(SessionEnd.Violation);
            failure = e;
        }
        catch (InvalidProtocolBufferException e)
        {
            // Bytes that are no message, which is an IOException: the status is the same as for any other call.
            logger.ProtocolViolation(session.Agent.Id, e.Message);
            session.End(SessionEnd.Violation);
            failure = e;
        }
        catch (DomainException e)
        {
            // The store takes no answers: the agent shall come back and say again what it runs.
            session.End(SessionEnd.Draining);
            failure = e;
        }
        catch (Exception e)
        {
            if (!session.IsOver && e is not (OperationCanceledException or IOException))
            {
                failure = e; // Such as a message that is too large: it keeps the status that the framework gives it.
            }

            session.End(failure is null ? SessionEnd.Lost : SessionEnd.Violation);
        }

        await connector.DisconnectAsync(session);
        var end = await session.Completion;

        // Where nobody is left to be told nothing is thrown: when a whole fleet is cut off,
        // the exceptions would cost more than all the rest.
        if (!cancellationToken.IsCancellationRequested)
        {
            End(end, wire, failure);
        }
    }

    private static void End(SessionEnd end, IAgentWire wire, Exception? failure = null)
    {
        if ((failure ?? SessionEnds.ToException(end, wire.Protocol)) is { } exception)
        {
            throw exception;
        }
    }

    /// <summary>The first message; null = the server is stopping and waits for none.</summary>
    private async Task<T?> FirstAsync<T>(IAsyncStreamReader<T> messages, CancellationToken cancellationToken)
        where T : class
    {
        // The read is ended, not left behind: it may wait for room for the message, and would get it with nobody there any more.
        using var late = new CancellationTokenSource(options.Value.HelloTimeout, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, drain.Draining, cancellationToken);
        try
        {
            ends.Token.ThrowIfCancellationRequested();
            if (await messages.MoveNext(ends.Token))
            {
                return messages.Current;
            }
        }
        catch (OperationCanceledException) when (drain.IsDraining)
        {
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidArgumentException("hello", $"must come within {options.Value.HelloTimeout.TotalSeconds:0} s", "HELLO_TIMEOUT");
        }

        throw new InvalidArgumentException("hello", "must be the first message of the stream", "HELLO_EXPECTED");
    }

    private static async Task ReadAsync<T>(IAsyncStreamReader<T> messages, AgentSession session, Func<AgentSession, T, ModuleReport?> read)
    {
        while (await messages.MoveNext(session.Ended))
        {
            session.Seen();
            if (read(session, messages.Current) is { } report)
            {
                await session.ReportAsync(report, session.Ended);
            }
        }
    }
}
