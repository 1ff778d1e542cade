using Tricorder.ApiServer.Storage.Idempotency;

namespace Tricorder.ApiServer.Api;

/// <summary>Calls that run now, by their keys: of one key, one at a time.</summary>
internal sealed class RunningCalls
{
    private readonly Dictionary<(string Method, string Actor, string Id), Place> _places = [];

    /// <summary>How many keys are in use.</summary>
    public int Count
    {
        get
        {
            lock (_places)
            {
                return _places.Count;
            }
        }
    }

    /// <summary>Waits until no other call of this key runs. Disposing the answer lets the next one in.</summary>
    public async Task<IDisposable> EnterAsync(RequestKey key, CancellationToken cancellationToken)
    {
        var name = (key.Method, key.Actor, key.Id);
        var place = Take(name);
        try
        {
            await place.Free.WaitAsync(cancellationToken);
        }
        catch
        {
            GiveBack(name, place);
            throw;
        }

        return new Turn(this, name, place);
    }

    private Place Take((string Method, string Actor, string Id) name)
    {
        lock (_places)
        {
            if (!_places.TryGetValue(name, out var place))
            {
                _places[name] = place = new Place();
            }

            place.Users++;
            return place;
        }
    }

    private void GiveBack((string Method, string Actor, string Id) name, Place place)
    {
        lock (_places)
        {
            if (--place.Users == 0)
            {
                _places.Remove(name);
                place.Free.Dispose();
            }
        }
    }

    private sealed class Place
    {
        public SemaphoreSlim Free { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Turn(RunningCalls calls, (string Method, string Actor, string Id) name, Place place) : IDisposable
    {
        public void Dispose()
        {
            place.Free.Release();
            calls.GiveBack(name, place);
        }
    }
}
