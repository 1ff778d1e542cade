using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class RequestLogTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private FakeTimeProvider _clock = null!;
    private RequestLog _log = null!;
    private TestStore _store = null!;

    [SetUp]
    public void SetUp()
    {
        _clock = new FakeTimeProvider(Start);
        _log = new RequestLog(_clock, new EphemeralDataProtectionProvider());
        _store = new TestStore();
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task Run_Repeated_GetsTheFirstAnswerAndNoSecondEffect()
    {
        var first = await CallAsync("id", hash: 1, "first");

        var second = await CallAsync("id", hash: 1, "second");

        Assert.That((first, second), Is.EqualTo(("first", "first")));
        Assert.That(_store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["first"]));
    }

    [Test]
    public async Task Run_RepeatedInTheSameGroup_GetsTheFirstAnswer()
    {
        Task<string>[] calls;
        using (_store.Hold())
        {
            calls = [CallAsync("id", hash: 1, "first"), CallAsync("id", hash: 1, "second")];
        }

        Assert.That(await Task.WhenAll(calls), Is.EqualTo(["first", "first"]));
    }

    [Test]
    public async Task Run_RepeatedAfterARestart_GetsTheFirstAnswer()
    {
        using var directory = new TempDirectory();
        var path = directory.File("apiserver.db");
        await using (var before = new TestStore(path))
        {
            await CallAsync("id", hash: 1, "first", before);
        }

        await using var after = new TestStore(path);

        Assert.That(await CallAsync("id", hash: 1, "second", after), Is.EqualTo("first"));
    }

    [Test]
    public async Task Run_SameIdOtherRequest_IsRefused()
    {
        await CallAsync("id", hash: 1, "first");

        var refused = Assert.ThrowsAsync<InvalidArgumentException>(() => CallAsync("id", hash: 2, "second"))!;

        Assert.That(refused.Reason, Is.EqualTo("REQUEST_ID_REUSED"));
        Assert.That(refused.Violations.Single().Field, Is.EqualTo("request_id"));
        Assert.That(_store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["first"]));
    }

    [Test]
    public async Task Run_SameIdOtherMethod_IsAnotherCall()
    {
        await CallAsync("id", hash: 1, "first");

        Assert.That(await CallAsync("id", hash: 2, "second", method: "Other"), Is.EqualTo("second"));
    }

    [Test]
    public async Task Run_NoId_IsRunEachTime()
    {
        await CallAsync(string.Empty, hash: 1, "first");

        Assert.That(await CallAsync(string.Empty, hash: 1, "second"), Is.EqualTo("second"));
        Assert.That(_store.ReadElsewhere<int>("SELECT count(*) FROM request"), Is.EqualTo([0]));
    }

    [Test]
    public async Task Run_EffectFails_StoresNothingSoThatARepeatMaySucceed()
    {
        await CallAsync("other", hash: 1, "taken");
        Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => CallAsync("id", hash: 1, "taken"));

        Assert.That(await CallAsync("id", hash: 1, "free"), Is.EqualTo("free"));
    }

    [Test]
    public async Task Run_AnswerCannotBeStored_KeepsNoEffectEither()
    {
        var failed = _store.Writer.WriteAsync(
            unit => new Once<string>(new RequestKey("M", "id", [1]), _ => throw new InvalidOperationException("cannot be encoded")).Run(
                unit,
                _log,
                () =>
                {
                    Rows.Add(unit, "half");
                    return "half";
                }),
            CancellationToken.None);

        Assert.ThrowsAsync<InvalidOperationException>(() => failed);
        Assert.That(_store.ReadElsewhere<string>(Rows.AllSql), Is.Empty);
    }

    [Test]
    public async Task Run_RepeatedAfterADay_IsANewCall()
    {
        await CallAsync("id", hash: 1, "first");
        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.That(await CallAsync("id", hash: 1, "second"), Is.EqualTo("first"));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await CallAsync("id", hash: 2, "third"), Is.EqualTo("third"));
        Assert.That(await CallAsync("id", hash: 2, "fourth"), Is.EqualTo("third"));
    }

    [Test]
    public async Task Prune_SomeOlderThanADay_ForgetsTheOldestFirstAndNoOthers()
    {
        for (var i = 0; i < 5; i++)
        {
            await CallAsync($"{i}", hash: 1, $"{i}");
            _clock.Advance(TimeSpan.FromHours(1));
        }

        _clock.Advance(TimeSpan.FromHours(21.5));

        Assert.That(await PruneAsync(limit: 2), Is.EqualTo(2));
        Assert.That(_store.ReadElsewhere<string>("SELECT request_id FROM request ORDER BY request_id"), Is.EqualTo(["2", "3", "4"]));
        Assert.That(await PruneAsync(limit: 2), Is.EqualTo(1));
        Assert.That(await PruneAsync(limit: 2), Is.Zero);
        Assert.That(_store.ReadElsewhere<string>("SELECT request_id FROM request ORDER BY request_id"), Is.EqualTo(["3", "4"]));
    }

    private Task<int> PruneAsync(int limit) => _store.Writer.WriteAsync(unit => _log.Prune(unit, limit), CancellationToken.None);

    private async Task<string> CallAsync(string id, byte hash, string name, TestStore? store = null, string method = "Create")
    {
        var once = new Once<string>(new RequestKey(method, id, [hash]), Encoding.UTF8.GetBytes);
        var answer = await (store ?? _store).Writer.WriteAsync(
            unit => once.Run(
                unit,
                _log,
                () =>
                {
                    Rows.Add(unit, name);
                    return name;
                }),
            CancellationToken.None);
        return Encoding.UTF8.GetString(answer);
    }
}
