namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>One timer for all heartbeats: at each tick the next slice of agents beats, so that they are spread over the interval.</summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ISwarmAgent[] _agents;
    private readonly double _agentsPerTick;
    private readonly Timer _timer;
    private double _due;
    private int _next;

    public Pulse(ISwarmAgent[] agents, TimeSpan interval)
    {
        _agents = agents;
        _agentsPerTick = agents.Length * (Tick / interval);
        _timer = new Timer(_ => Beat(), null, Tick, Tick);
    }

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        lock (_timer)
        {
            for (_due += _agentsPerTick; _due >= 1; _due--)
            {
                _agents[_next].Beat();
                _next = (_next + 1) % _agents.Length;
            }
        }
    }
}
