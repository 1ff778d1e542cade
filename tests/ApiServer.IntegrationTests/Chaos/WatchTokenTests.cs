using System.Buffers.Text;
using System.Text;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>Resume tokens that must not be taken for a position.</summary>
public sealed class WatchTokenTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    [Test]
    public async Task Watch_TokenThatIsNoPositionHere_IsOutOfRange()
    {
        await using var server = await ServerProcess.StartAsync();
        var api = new ApiClient(server.Channel);
        var module = await api.CreateAsync(Sample.Create("one"));
        var other = await api.CreateAsync(Sample.Create("two"));
        await api.DeployAsync(module.Id);
        Subscription[] topics =
        [
            new() { Modules = new ModulesTopic() },
            new() { Modules = new ModulesTopic { ModuleIds = { module.Id } } },
            new() { Modules = new ModulesTopic { View = ModuleView.Full } },
            new() { ModuleInstances = new ModuleInstancesTopic { ModuleId = module.Id } },
            new() { ModuleInstances = new ModuleInstancesTopic { ModuleId = other.Id } },
            new() { Agents = new AgentsTopic() },
            new() { Events = new EventsTopic() },
            new() { Events = new EventsTopic { Filter = new EventFilter { ModuleId = module.Id } } },
            new() { Status = new StatusTopic() },
        ];
        var tokens = new List<string>();
        foreach (var topic in topics)
        {
            tokens.Add((await FirstAsync(api, topic, "")).ResumeToken);
        }

        for (var i = 0; i < topics.Length; i++)
        {
            Assert.That(
                (await FirstAsync(api, topics[i], tokens[i])).ContentCase,
                Is.EqualTo(WatchResponse.ContentOneofCase.Bookmark),
                $"its own token: {topics[i]}");
            await ExpiredAsync(api, topics[i], tokens[(i + 1) % tokens.Count], "another subscription's token");
            await ExpiredAsync(api, topics[i], "garbage", "no token");
            await ExpiredAsync(api, topics[i], "!\u00fc\U0001F600 %%%", "no base64");
            await ExpiredAsync(api, topics[i], new string('A', 60_000), "a long token");
            await ExpiredAsync(api, topics[i], tokens[i][..^4], "a token cut short");
            await ExpiredAsync(api, topics[i], Moved(tokens[i], "9000000000000000000"), "a token of the future");
            await ExpiredAsync(api, topics[i], Moved(tokens[i], "-1"), "a token of before the beginning");
        }

        await server.RestartAsync();
        for (var i = 0; i < topics.Length; i++)
        {
            await ExpiredAsync(api, topics[i], tokens[i], "a token of the process before");
        }
    }

    [Test]
    public async Task Watch_Snapshot_ComesInChunksOfWhichTheLastIsFlagged()
    {
        await using var server = await ServerProcess.StartAsync();
        var api = new ApiClient(server.Channel);
        for (var i = 1; i <= 6; i++)
        {
            await api.CreateAsync(Sample.Create($"large-{i}", i, extraBytes: 250_000));
        }

        using var watch = api.Watches.Watch(
            Request(new Subscription { Modules = new ModulesTopic { View = ModuleView.Full } }, ""), ApiClient.Patient());
        var chunks = new List<WatchResponse>();
        do
        {
            Assert.That(await watch.ResponseStream.MoveNext(CancellationToken.None), Is.True);
            chunks.Add(watch.ResponseStream.Current);
        }
        while (!chunks[^1].Snapshot.Last);

        Assert.That(chunks, Has.Count.GreaterThan(1));
        Assert.That(chunks.SkipLast(1).Select(chunk => chunk.ResumeToken), Is.All.Empty);
        Assert.That(chunks[^1].ResumeToken, Is.Not.Empty);
        Assert.That(chunks.SelectMany(chunk => chunk.Snapshot.Modules), Is.EquivalentTo(await api.AllModulesAsync(ModuleView.Full)));
    }

    private static async Task ExpiredAsync(ApiClient api, Subscription topic, string token, string what)
    {
        var failure = await ApiClient.FailureOf(FirstAsync(api, topic, token));
        Assert.That(failure?.StatusCode, Is.EqualTo(StatusCode.OutOfRange), $"{what}: {topic}: {failure?.Status.Detail}");
        Assert.That(failure!.Reason(), Is.EqualTo("RESUME_TOKEN_EXPIRED"), $"{what}: {topic}");
    }

    /// <summary>The first message that carries a token.</summary>
    private static async Task<WatchResponse> FirstAsync(ApiClient api, Subscription topic, string token)
    {
        using var watch = api.Watches.Watch(
            Request(topic, token), new CallOptions(deadline: DateTime.UtcNow + Deadline).WithWaitForReady());
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (watch.ResponseStream.Current.ResumeToken.Length > 0)
            {
                return watch.ResponseStream.Current;
            }
        }

        throw new InvalidOperationException("The stream ended with OK.");
    }

    private static WatchRequest Request(Subscription topic, string token)
    {
        var subscription = topic.Clone();
        (subscription.Key, subscription.ResumeToken) = ("k", token);
        return new WatchRequest { Subscriptions = { subscription } };
    }

    /// <summary>The same token with another position, as somebody who looked into it could forge.</summary>
    private static string Moved(string token, string position)
    {
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text[..(text.LastIndexOf('.') + 1)] + position));
    }
}
