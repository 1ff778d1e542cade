using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Storage.Idempotency;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Api;

/// <param name="inOneUnit">Calls that wait for nothing else are one unit of work.</param>
[TestFixture(false)]
[TestFixture(true)]
internal sealed class IdempotentCallsTests(bool inOneUnit)
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly EphemeralDataProtectionProvider _keys = new();
    private TestStore _store = null!;
    private IdempotentCalls _calls = null!;
    private int _begun;

    [SetUp]
    public void SetUp()
    {
        _begun = 0;
        Open(new TestStore());
    }

    [TearDown]
    public async Task TearDown() => await _store.DisposeAsync();

    [Test]
    public async Task Run_Repeated_GetsTheFirstAnswerAndNothingIsDone()
    {
        var first = await CallAsync("id", hash: 1, "first");

        var second = await CallAsync("id", hash: 1, "second");

        Assert.That((first, second, _begun), Is.EqualTo(("first", "first", 1)));
        Assert.That(_store.ReadElsewhere<string>(Rows.AllSql), Is.EqualTo(["first"]));
    }

    [Test]
    public async Task Run_RepeatedWhileTheFirstRuns_WaitsAndGetsItsAnswer()
    {
        var release = new TaskCompletionSource();
        var first = CallAsync("id", hash: 1, "first", after: release.Task);
        await Eventually.TrueAsync(() => Volatile.Read(ref _begun) == 1, "the first runs");

        var second = CallAsync("id", hash: 1, "second", after: Task.CompletedTask);
        var other = await CallAsync("other", hash: 1, "third", after: Task.CompletedTask);
        Assert.That((other, _begun, second.IsCompleted), Is.EqualTo(("third", 2, false)));
        release.SetResult();

        Assert.That((await first, await second, _begun), Is.EqualTo(("first", "first", 2)));
    }

    [Test]
    public async Task Run_RepeatedWhileTheFirstFails_IsDone()
    {
        var release = new TaskCompletionSource();
        var first = CallAsync("id", hash: 1, "first", after: release.Task);
        await Eventually.TrueAsync(() => Volatile.Read(ref _begun) == 1, "the first runs");
        var second = CallAsync("id", hash: 1, "second", after: Task.CompletedTask);

        release.SetException(new UnavailableException("AWAY", "It is away.", TimeSpan.Zero));

        Assert.ThrowsAsync<UnavailableException>(() => first);
        Assert.That(await second, Is.EqualTo("second"));
    }

    [Test]
    public async Task Run_WaitIsGivenUp_LeavesNothingBehind()
    {
        var release = new TaskCompletionSource();
        var first = CallAsync("id", hash: 1, "first", after: release.Task);
        await Eventually.TrueAsync(() => Volatile.Read(ref _begun) == 1, "the first runs");
        using var stop = new CancellationTokenSource();
        var second = CallAsync("id", hash: 1, "second", after: Task.CompletedTask, cancellationToken: stop.Token);

        await stop.CancelAsync();

        Assert.CatchAsync<OperationCanceledException>(() => second);
        release.SetResult();
        Assert.That((await first, await CallAsync("id", hash: 1, "third", after: Task.CompletedTask)), Is.EqualTo(("first", "first")));
    }

    [Test]
    public async Task Run_RepeatedAfterARestart_GetsTheFirstAnswer()
    {
        using var directory = new TempDirectory();
        await _store.DisposeAsync();
        Open(new TestStore(directory.File("apiserver.db")));
        await CallAsync("id", hash: 1, "first");
        await _store.DisposeAsync();

        Open(new TestStore(directory.File("apiserver.db")));

        Assert.That(await CallAsync("id", hash: 1, "second"), Is.EqualTo("first"));
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

    [TestCase("Other", "")]
    [TestCase("Create", "somebody else")]
    public async Task Run_SameIdOfAnotherMethodOrActor_IsAnotherCall(string method, string actor)
    {
        await CallAsync("id", hash: 1, "first");

        Assert.That(await CallAsync("id", hash: 2, "second", method: method, actor: actor), Is.EqualTo("second"));
    }

    [Test]
    public async Task Run_NoId_IsRunEachTime()
    {
        await CallAsync("", hash: 1, "first");

        Assert.That(await CallAsync("", hash: 1, "second"), Is.EqualTo("second"));
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
    public void Run_AnswerCannotBeStored_KeepsNoEffectEither()
    {
        var failing = _calls.RunAsync<V1.GetModuleResponse>(
            new RequestKey("M", "id", [1]),
            answer => _store.Writer.WriteAsync(
                unit =>
                {
                    Rows.Add(unit, "half");
                    answer(unit, null!);
                },
                CancellationToken.None),
            CancellationToken.None);

        Assert.CatchAsync(() => failing);
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
    public async Task Enter_CallsThatEnded_AreForgotten()
    {
        var running = new RunningCalls();
        var turns = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(index => running.EnterAsync(new RequestKey("M", $"{index}", []), CancellationToken.None)));
        Assert.That(running.Count, Is.EqualTo(100));

        turns.ToList().ForEach(turn => turn.Dispose());

        Assert.That(running.Count, Is.Zero);
    }

    private void Open(TestStore store)
    {
        _store = store;
        _calls = new IdempotentCalls(store.Writer, new RequestLog(_clock, _keys));
    }

    private async Task<string> CallAsync(
        string id, byte hash, string name, Task? after = null, string method = "Create",
        string actor = "", CancellationToken cancellationToken = default)
    {
        var key = new RequestKey(method, id, [hash]) { Actor = actor };
        var response = inOneUnit && after is null
            ? await _calls.InOneUnitAsync(
                key,
                unit =>
                {
                    _begun++;
                    return Add(unit, name);
                },
                cancellationToken)
            : await _calls.RunAsync<V1.GetModuleResponse>(
                key,
                async answer =>
                {
                    Interlocked.Increment(ref _begun);
                    await (after ?? Task.CompletedTask);
                    await _store.Writer.WriteAsync(unit => answer(unit, Add(unit, name)), CancellationToken.None);
                },
                cancellationToken);
        return response.Module.Name;
    }

    private static V1.GetModuleResponse Add(WriteUnit unit, string name)
    {
        Rows.Add(unit, name);
        return new V1.GetModuleResponse { Module = new V1.Module { Name = name } };
    }
}
