using Microsoft.AspNetCore.Connections;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>
/// Lets a few connections of each port shake hands at a time. Ten thousand at once would each take longer than any time limit, be cut
/// off, and begin again, for ever. Who has not said hello in full takes no turn, and a handshake that stalls gives its turn up and goes
/// on without.
/// </summary>
internal sealed class HandshakeLimiter(TimeProvider clock)
{
    private const int AtOnce = 32;

    /// <summary>
    /// A handshake takes a few milliseconds of work. The shorter this is, the more it takes to stall the turns on purpose.
    /// </summary>
    private static readonly TimeSpan MaxHandshake = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan MaxHello = TimeSpan.FromSeconds(10);

    /// <summary>Goes before the handshake. Each port has turns of its own, so that who crowds one leaves the other alone.</summary>
    public Func<ConnectionDelegate, ConnectionDelegate> Enter()
    {
        var turns = new SemaphoreSlim(AtOnce);
        return next => async connection =>
        {
            using var turn = await EnterAsync(connection, turns);
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
        connection.Features.Get<Slot>()?.End();
        connection.Features.Set<Slot>(null);
        return next(connection);
    };

    /// <summary>Null when it said nothing for too long, or is gone.</summary>
    private async Task<Slot?> EnterAsync(ConnectionContext connection, SemaphoreSlim turns)
    {
        try
        {
            using var silence = new CancellationTokenSource(MaxHello, clock);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, connection.ConnectionClosed);
            if (!await ClientHello.ArrivesAsync(connection.Transport.Input, over.Token))
            {
                return null;
            }

            await turns.WaitAsync(connection.ConnectionClosed);
            return new Slot(turns, MaxHandshake, clock);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private sealed class Slot : IDisposable
    {
        private readonly ITimer _limit;
        private SemaphoreSlim? _slots;

        public Slot(SemaphoreSlim turns, TimeSpan longest, TimeProvider clock)
        {
            _slots = turns;
            _limit = clock.CreateTimer(static turn => ((Slot)turn!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _limit.Change(longest, Timeout.InfiniteTimeSpan); // Not before it is kept.
        }

        public void End()
        {
            if (Interlocked.Exchange(ref _slots, null) is { } turns)
            {
                turns.Release();
                _limit.Dispose();
            }
        }

        public void Dispose() => End();
    }
}
