using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>
/// Ends connections that nobody uses, a feature of each connection. Kestrel's own limits leave two gaps: who says nothing after
/// connecting is kept as long as a connection between two requests, and who goes on sending HTTP/2 pings is kept for ever.
/// </summary>
internal sealed class ConnectionUse : IDisposable
{
    /// <summary>From the end of the handshake to the headers of the first request.</summary>
    public static readonly TimeSpan FirstRequestTimeout = TimeSpan.FromSeconds(10);

    private readonly ConnectionContext _connection;
    private readonly TimeSpan _idleTimeout;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private ITimer? _timer; // Not there while the connection is used: ten thousand streams need none.
    private int _requests;
    private bool _isUsed;
    private bool _isGone;

    private ConnectionUse(ConnectionContext connection, TimeSpan idleTimeout, TimeProvider clock)
    {
        _connection = connection;
        _idleTimeout = idleTimeout;
        _clock = clock;
        _timer = EndAfter(FirstRequestTimeout);
    }

    /// <summary>Watches over every connection of an endpoint.</summary>
    /// <param name="idleTimeout">How long a connection may stay without a request between two of them.</param>
    public static Func<ConnectionDelegate, ConnectionDelegate> Watch(TimeSpan idleTimeout, TimeProvider clock) =>
        next => async connection =>
        {
            using var use = new ConnectionUse(connection, idleTimeout, clock);
            connection.Features.Set(use);
            await next(connection);
        };

    /// <summary>A request has arrived on it; one that lasts for weeks is as good as any.</summary>
    public void Enter()
    {
        lock (_gate)
        {
            _isUsed = true;
            _requests++;
            _timer?.Dispose();
            _timer = null;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_requests == 0 && !_isGone)
            {
                _timer = EndAfter(_idleTimeout);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isGone = true;
            _timer?.Dispose();
        }
    }

    private ITimer EndAfter(TimeSpan time) =>
        _clock.CreateTimer(static use => ((ConnectionUse)use!).End(), this, time, Timeout.InfiniteTimeSpan);

    private void End()
    {
        lock (_gate)
        {
            if (_requests > 0)
            {
                return;
            }
        }

        if (_isUsed)
        {
            // With a goodbye, so that a request that is on its way is sent again elsewhere.
            _connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        }
        else
        {
            // It has not even begun to speak the protocol in which one could take leave.
            _connection.Abort(new ConnectionAbortedException("There was no request in time."));
        }
    }
}
