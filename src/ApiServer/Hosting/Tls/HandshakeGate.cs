using Microsoft.AspNetCore.Connections;

namespace Tricorder.ApiServer.Hosting.Tls;

/// <summary>
/// Lets a few connections shake hands at a time. Ten thousand at once would each take longer than any time limit, be cut off, and begin
/// again, for ever. Who has not said anything yet takes no turn, and a handshake that stalls gives its turn up and goes on without.
/// </summary>
internal sealed class HandshakeGate(TimeProvider clock) : IDisposable
{
    private const int AtOnce = 32;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>Goes before the handshake.</summary>
    public ConnectionDelegate Enter(ConnectionDelegate next) => async connection =>
    {
        if (await WaitForTurnAsync(connection) is not { } turn)
        {
            return; // Which closes it.
        }

        connection.Features.Set(turn);
        try
        {
            await next(connection);
        }
        finally
        {
            turn.End();
        }
    };

    /// <summary>Goes after the handshake.</summary>
    public static ConnectionDelegate Leave(ConnectionDelegate next) => connection =>
    {
        connection.Features.Get<Turn>()?.End();
        connection.Features.Set<Turn>(null);
        return next(connection);
    };

    public void Dispose() => _turns.Dispose();

    private async Task<Turn?> WaitForTurnAsync(ConnectionContext connection)
    {
        try
        {
            if (!await HasSpokenAsync(connection))
            {
                return null;
            }

            await _turns.WaitAsync(connection.ConnectionClosed);
            return new Turn(_turns, clock);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return null; // Silent for too long, or gone.
        }
    }

    private async Task<bool> HasSpokenAsync(ConnectionContext connection)
    {
        using var silence = new CancellationTokenSource(LongestSilence, clock);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, connection.ConnectionClosed);
        var input = connection.Transport.Input;
        var read = await input.ReadAsync(over.Token);

        // Only looked at: the handshake finds it there.
        input.AdvanceTo(read.Buffer.Start);
        return !read.Buffer.IsEmpty;
    }

    private sealed class Turn : IDisposable
    {
        private readonly ITimer _limit;
        private SemaphoreSlim? _turns;

        public Turn(SemaphoreSlim turns, TimeProvider clock)
        {
            _turns = turns;
            _limit = clock.CreateTimer(static turn => ((Turn)turn!).End(), this, LongestTurn, Timeout.InfiniteTimeSpan);
        }

        public void End()
        {
            if (Interlocked.Exchange(ref _turns, null) is { } turns)
            {
                turns.Release();
                Dispose();
            }
        }

        public void Dispose() => _limit.Dispose();
    }
}
