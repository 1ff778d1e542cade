using Microsoft.AspNetCore.Connections;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>
/// Lets a few connections of each port shake hands at a time. Ten thousand at once would each take longer than any time limit, be cut
/// off, and begin again, for ever. Who has not said hello in full takes no turn, and a handshake that stalls gives its turn up and goes
/// on without.
/// </summary>
internal sealed class HandshakeGate(TimeProvider clock)
{
    private const int AtOnce = 32;

    /// <summary>
    /// A handshake takes a few milliseconds of work. The shorter this is, the more it takes to stall the turns on purpose.
    /// </summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestHello = TimeSpan.FromSeconds(10);

    /// <summary>Goes before the handshake. Each port has turns of its own, so that who crowds one leaves the other alone.</summary>
    public Func<ConnectionDelegate, ConnectionDelegate> Enter()
    {
        var turns = new SemaphoreSlim(AtOnce);
        return next => async connection =>
        {
            using var turn = await TurnAsync(connection, turns);
            if (turn is not null)
            {
                connection.Features.Set(turn);
                await next(connection);
            }
        };
    }

    /// <summary>Goes after the handshake.</summary>
    public static ConnectionDelegate Leave(ConnectionDelegate next) => connection =>
    {
        connection.Features.Get<Turn>()?.End();
        connection.Features.Set<Turn>(null);
        return next(connection);
    };

    /// <summary>Null when it said nothing for too long, or is gone.</summary>
    private async Task<Turn?> TurnAsync(ConnectionContext connection, SemaphoreSlim turns)
    {
        try
        {
            using var silence = new CancellationTokenSource(LongestHello, clock);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, connection.ConnectionClosed);
            if (!await ClientHello.ArrivesAsync(connection.Transport.Input, over.Token))
            {
                return null;
            }

            await turns.WaitAsync(connection.ConnectionClosed);
            return new Turn(turns, LongestTurn, clock);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private sealed class Turn : IDisposable
    {
        private readonly ITimer _limit;
        private SemaphoreSlim? _turns;

        public Turn(SemaphoreSlim turns, TimeSpan longest, TimeProvider clock)
        {
            _turns = turns;
            _limit = clock.CreateTimer(static turn => ((Turn)turn!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _limit.Change(longest, Timeout.InfiniteTimeSpan); // Not before it is kept.
        }

        public void End()
        {
            if (Interlocked.Exchange(ref _turns, null) is { } turns)
            {
                turns.Release();
                _limit.Dispose();
            }
        }

        public void Dispose() => End();
    }
}
