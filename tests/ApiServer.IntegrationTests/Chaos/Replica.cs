using Google.Protobuf;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>A copy of the server's live state that is kept by watching alone.</summary>
internal sealed class Replica
{
    public const string ModulesKey = "m";
    public const string InstancesKey = "i";
    public const string AgentsKey = "a";
    public const string EventsKey = "e";

    private readonly Dictionary<string, string> _tokens = [];
    private readonly List<string> _repeatedEvents = [];

    public Dictionary<string, Module> Modules { get; } = [];

    public Dictionary<string, ModuleInstance> Instances { get; } = [];

    public Dictionary<string, V1.Agent> Agents { get; } = [];

    public Dictionary<string, Event> Events { get; } = [];

    /// <summary>Ids of events that were delivered again.</summary>
    public IReadOnlyList<string> RepeatedEvents => _repeatedEvents;

    /// <summary>
    /// How often something else was delivered in a state that was known: what it depends on has changed, and nothing of it shows.
    /// </summary>
    public int Unchanged { get; private set; }

    public int Changes { get; private set; }

    /// <summary>Asks for what was not seen yet: everything at first, then what follows the last token of each subscription.</summary>
    public WatchRequest Request(string moduleId, ModuleView view = ModuleView.Basic) => new()
    {
        Subscriptions =
        {
            new Subscription { Key = ModulesKey, ResumeToken = Token(ModulesKey), Modules = new ModulesTopic { View = view } },
            new Subscription
            {
                Key = InstancesKey,
                ResumeToken = Token(InstancesKey),
                ModuleInstances = new ModuleInstancesTopic { ModuleId = moduleId },
            },
            new Subscription { Key = AgentsKey, ResumeToken = Token(AgentsKey), Agents = new AgentsTopic() },
            new Subscription { Key = EventsKey, ResumeToken = Token(EventsKey), Events = new EventsTopic() },
        },
    };

    public string Token(string key) => _tokens.GetValueOrDefault(key, "");

    public void Apply(WatchResponse response)
    {
        switch (response.ContentCase)
        {
            case WatchResponse.ContentOneofCase.Snapshot:
                Assert.That(Token(response.Key), Is.Empty, "a snapshot comes where nothing was resumed");
                Assert.That(response.ResumeToken.Length > 0, Is.EqualTo(response.Snapshot.Last), "the last chunk has the token");
                Put(response.Snapshot.Modules, response.Snapshot.Instances, response.Snapshot.Agents, response.Snapshot.Events);
                break;
            case WatchResponse.ContentOneofCase.Changes:
                Changes++;
                Assert.That(response.ResumeToken, Is.Not.Empty);
                Put(response.Changes.Modules, response.Changes.Instances, response.Changes.Agents, response.Changes.Events);
                Remove(response.Key, response.Changes.DeletedIds);
                break;
            default:
                Assert.That(response.ResumeToken, Is.Not.Empty, "a bookmark has a token");
                break;
        }

        if (response.ResumeToken.Length > 0)
        {
            _tokens[response.Key] = response.ResumeToken;
        }
    }

    private void Put(
        IEnumerable<Module> modules, IEnumerable<ModuleInstance> instances, IEnumerable<V1.Agent> agents, IEnumerable<Event> events)
    {
        Put(Modules, modules, module => module.Id);
        Put(Instances, instances, instance => instance.AgentId);
        Put(Agents, agents, agent => agent.Id);
        Put(Events, events, happened => happened.Id);
    }

    private void Put<T>(Dictionary<string, T> items, IEnumerable<T> delivered, Func<T, string> key)
        where T : IMessage<T>
    {
        foreach (var item in delivered)
        {
            if (items.TryGetValue(key(item), out var known) && known.Equals(item))
            {
                if (item is Event)
                {
                    _repeatedEvents.Add(key(item));
                }
                else
                {
                    Unchanged++;
                }
            }

            items[key(item)] = item;
        }
    }

    private void Remove(string key, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            _ = key switch
            {
                ModulesKey => Modules.Remove(id),
                InstancesKey => Instances.Remove(id),
                AgentsKey => Agents.Remove(id),
                _ => Events.Remove(id),
            };
        }
    }
}
