using CsCheck;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Tests.Changes;

internal sealed class ChangeFeedTests
{
    private const int History = 1 << 18;

    private LiveState _live = null!;
    private ChangeFeed _feed = null!;

    [SetUp]
    public void SetUp() => _feed = new ChangeFeed(_live = new LiveState());

    [Test]
    public void Resume_KeysMarkedAgainAndAgain_ArePutIntoTheHistoryOnce()
    {
        var position = Watch(Topic.Modules);
        for (var i = 0; i < History; i++)
        {
            Mark(Topic.Modules, "a");
            Mark(Topic.Modules, "b");
        }

        Assert.That(Resume(Topic.Modules, position), Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public void Resume_PositionsOfOtherTopicsAreGivenOut_HistoryDoesNotGrow()
    {
        var position = Watch(Topic.Modules);
        var (agents, _) = _feed.Subscribe(Topic.Agents, () => true);
        using var watching = agents;
        for (var i = 0; i < History; i++)
        {
            Mark(Topic.Modules, "a");
            agents.Take(keys => keys.Count);
        }

        Assert.That(Resume(Topic.Modules, position), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Resume_MarkedAfterAPositionWasTaken_IsNotMissed()
    {
        var (subscription, _) = _feed.Subscribe(Topic.Modules, () => true);
        using var watching = subscription;
        Mark(Topic.Modules, "a");
        var (_, taken) = subscription.Take(keys => keys.Count);
        Mark(Topic.Modules, "a");

        Assert.That(Resume(Topic.Modules, taken), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Resume_MarkedAfterASnapshot_IsNotMissed()
    {
        Mark(Topic.Modules, "a");
        var position = Watch(Topic.Modules);
        Mark(Topic.Modules, "a");

        Assert.That(Resume(Topic.Modules, position), Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Resume_MoreDifferentKeysThanTheHistoryHolds_HasExpired()
    {
        Mark(Topic.Modules, "a");
        var position = Watch(Topic.Modules);
        Mark(Topic.Modules, "a");
        for (var i = 0; i < History; i++)
        {
            Mark(Topic.Agents, i.ToString(null, null));
        }

        Mark(Topic.Modules, "a");

        Assert.Throws<OutOfRangeException>(() => Resume(Topic.Modules, position));
        Assert.That(Resume(Topic.Modules, Watch(Topic.Modules)), Is.Empty);
    }

    [Test]
    public void Mark_KeptOutOfTheHistory_StillReachesWhoIsSubscribed()
    {
        var (one, _) = _feed.Subscribe(Topic.Modules, () => true);
        using var first = one;
        var (other, _) = _feed.Subscribe(Topic.Modules, () => true);
        using var second = other;
        Mark(Topic.Modules, "a");
        one.TakeDirty();

        Mark(Topic.Modules, "a");

        Assert.That((one.TakeDirty(), other.TakeDirty()), Is.EqualTo((new[] { "a" }, new[] { "a" })));
    }

    [Test]
    public void Resume_AnyOrderOfMarksAndPositions_FindsEveryLaterChange()
    {
        // Each step marks a key, takes a snapshot's position, or takes what a subscriber has not seen.
        Topic[] topics = [Topic.Modules, Topic.Agents, Topic.Instances("m")];
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 3]).Array[0, 60].Sample(Holds, threads: 1);

        bool Holds((int Action, int Topic, int Key)[] steps)
        {
            _feed = new ChangeFeed(_live = new LiveState());
            var subscribers = topics.Select(topic => _feed.Subscribe(topic, () => true).Subscription).ToList();
            var positions = new List<(Topic Topic, long Sequence, HashSet<string> Later)>();
            foreach (var (action, topicIndex, key) in steps)
            {
                var topic = topics[topicIndex];
                if (action == 0)
                {
                    positions.Add((topic, Watch(topic), []));
                }
                else if (action == 1)
                {
                    positions.Add((topic, subscribers[topicIndex].Take(keys => keys.Count).Sequence, []));
                }
                else
                {
                    Mark(topic, $"{key}");
                    positions.Where(position => position.Topic == topic).ToList().ForEach(position => position.Later.Add($"{key}"));
                }
            }

            return positions.TrueForAll(position => Resume(position.Topic, position.Sequence).IsSupersetOf(position.Later));
        }
    }

    [Test]
    public async Task WaitAsync_AnEarlierWaitWasGivenUp_TakesNoChangeFromThisOne()
    {
        // A regression: a cancelled wait is taken out of a semaphore's line a moment later, and what came meanwhile was given to it.
        var (subscription, _) = _feed.Subscribe(Topic.Modules, () => true);
        using var subscribed = subscription;
        using var givenUp = new CancellationTokenSource();
        var earlier = subscription.WaitAsync(Timeout.InfiniteTimeSpan, givenUp.Token);
        await givenUp.CancelAsync();

        var wait = subscription.WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        Mark(Topic.Modules, "m");

        Assert.That(await wait.WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        Assert.That(() => earlier, Throws.InstanceOf<OperationCanceledException>());
    }

    private void Mark(Topic topic, string key)
    {
        _live.Change(() => _feed.Mark(topic, key));
    }

    /// <summary>The position of a snapshot taken now.</summary>
    private long Watch(Topic topic)
    {
        var (subscription, _) = _feed.Subscribe(topic, () => true);
        using (subscription)
        {
            return subscription.Start;
        }
    }

    private HashSet<string> Resume(Topic topic, long sequence)
    {
        using var subscription = _feed.Resume(topic, sequence);
        return subscription.TakeDirty();
    }
}
