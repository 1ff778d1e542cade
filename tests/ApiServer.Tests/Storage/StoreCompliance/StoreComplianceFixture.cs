using System.Data.Common;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

/// <summary>What a Store promises on every engine. A fixture sees the Store's public methods, units and nothing else.</summary>
[TestFixtureSource(typeof(StoreEngine), nameof(StoreEngine.All))]
internal abstract class StoreComplianceFixture(StoreEngine engine)
{
    /// <summary>Text that some layer might change: other alphabets, quotes of SQL, wildcards, the beginning of a parameter.</summary>
    protected const string Odd = "naïve Ω 漢字 😀 'one' \"two\" 100% a_b \\n @id $1 ?";

    /// <summary>With parts of a microsecond, which no store keeps.</summary>
    protected static readonly DateTimeOffset Start = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(1234567);

    private IStoreUnderTest? _store;

    protected IStoreDatabase Database => _store!.Database;

    protected StoreWriter Writer => _store!.Writer;

    protected LiveState Live => _store!.Live;

    [SetUp]
    public void OpenStore()
    {
        _store = engine.Open();
        Begin();
    }

    [TearDown]
    public async Task CloseStoreAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    /// <summary>Makes the Store of the fixture.</summary>
    protected abstract void Begin();

    /// <summary>A moment as it is read back: UTC, whole microseconds.</summary>
    protected static DateTimeOffset Stored(DateTimeOffset time) =>
        time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    protected static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);

    protected Task<T> WriteAsync<T>(Func<WriteUnit, T> work) => Writer.WriteAsync(work, CancellationToken.None);

    protected Task WriteAsync(Action<WriteUnit> work) => Writer.WriteAsync(work, CancellationToken.None);

    /// <summary>Does it in a unit that fails at its end.</summary>
    protected void RollBack(Action<WriteUnit> work)
    {
        var failed = WriteAsync(unit =>
        {
            work(unit);
            throw new NotFoundException("unit", "rolled back");
        });
        Assert.ThrowsAsync<NotFoundException>(() => failed);
    }

    /// <summary>The engine refuses a row, and says that it is the row's fault.</summary>
    protected void AssertConflict(Action<WriteUnit> work)
    {
        var refusal = Assert.CatchAsync<DbException>(() => WriteAsync(work))!;
        Assert.That(Database.Classify(refusal), Is.EqualTo(StoreFault.Constraint));
    }
}
