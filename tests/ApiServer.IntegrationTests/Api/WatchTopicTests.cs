using System.Net;
using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Each topic: a snapshot, then what changes.</summary>
public sealed class WatchTopicTests : ServerFixture
{
    [Test]
    public async Task Modules_Basic_ShowChangesAndDeletes()
    {
        var module = await CreateAsync();
        using var watch = new WatchReader(Channel, new Subscription { Key = "m", Modules = new ModulesTopic() });
        var before = (await watch.SnapshotAsync("m")).Snapshot.Modules.Single(shown => shown.Id == module.Id);

        await Modules.UpdateModuleAsync(new UpdateModuleRequest { Module = new Module { Id = module.Id, Description = "changed" } });
        var change = await watch.ChangeAsync("m", changes => changes.Modules.Any(shown => shown.Description == "changed"));
        var added = await CreateAsync();
        await watch.ChangeAsync("m", changes => changes.Modules.Any(shown => shown.Id == added.Id));
        await Modules.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = module.Id });
        await watch.ChangeAsync("m", changes => changes.DeletedIds.Contains(module.Id));

        Assert.That((before.Wasm.Binary.Length, before.Ebpf.Source), Is.EqualTo((0, "")));
        Assert.That(change.ResumeToken, Is.Not.Empty);
    }

    [Test]
    public async Task Modules_Full_ShowPrograms()
    {
        var module = await CreateAsync();
        var topic = new ModulesTopic { ModuleIds = { module.Id }, View = ModuleView.Full };
        using var watch = new WatchReader(Channel, new Subscription { Key = "m", Modules = topic });
        var shown = (await watch.SnapshotAsync("m")).Snapshot.Modules.Single();

        var source = Sample.OtherSource();
        await Modules.UpdateModuleAsync(
            new UpdateModuleRequest { Module = new Module { Id = module.Id, Ebpf = new EbpfProgram { Source = source } } });
        await watch.ChangeAsync("m", changes => changes.Modules.Single().Ebpf.Source == source);

        var expected = Sample.Module();
        expected.Wasm.Binary = CompiledSample.Binary;
        Assert.That((shown.Ebpf, shown.Wasm), Is.EqualTo((expected.Ebpf, expected.Wasm)));
    }

    [Test]
    public async Task ModuleInstances_OfADeployedModule_FollowTheAgents()
    {
        var module = await CreateAsync();
        var agent = await WillingAgent.ConnectAsync(Server);
        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = module.Id });
        await Rest.SettledAsync(module.Id);
        var topic = new ModuleInstancesTopic { ModuleId = module.Id };
        using var watch = new WatchReader(Channel, new Subscription { Key = "i", ModuleInstances = topic });
        var shown = (await watch.SnapshotAsync("i")).Snapshot.Instances.Single(instance => instance.AgentId == agent.Id);

        await Modules.UndeployModuleAsync(new UndeployModuleRequest { ModuleId = module.Id });
        await watch.ChangeAsync("i", changes => changes.Instances.Any(instance => instance.Target == DeploymentTarget.Undeployed));
        await agent.DisposeAsync();
        await Eventually.ResultAsync(
            () => Rest.DeleteAsync($"/v1/agents/{agent.Id}"),
            answer => answer.Status == HttpStatusCode.OK,
            "the agent is forgotten once it is OFFLINE");
        await watch.ChangeAsync("i", changes => changes.DeletedIds.Contains(agent.Id));

        Assert.That((shown.State, shown.ObservedRevision), Is.EqualTo((InstanceState.Succeeded, 1)));
    }

    [Test]
    public async Task Agents_ComeAndGo_AreChanges()
    {
        using var watch = new WatchReader(Channel, new Subscription { Key = "a", Agents = new AgentsTopic() });
        var before = (await watch.SnapshotAsync("a")).Snapshot.Agents;

        var agent = await WillingAgent.ConnectAsync(Server);
        await watch.ChangeAsync("a", changes => changes.Agents.Any(shown => shown.Id == agent.Id && shown.State == AgentState.Online));
        await agent.DisposeAsync();
        await watch.ChangeAsync("a", changes => changes.Agents.Any(shown => shown.Id == agent.Id && shown.State == AgentState.Offline));
        using var later = new WatchReader(Channel, new Subscription { Key = "a", Agents = new AgentsTopic() });

        Assert.That(before.Select(shown => shown.Id), Does.Not.Contain(agent.Id));
        Assert.That((await later.SnapshotAsync("a")).Snapshot.Agents.Select(shown => shown.Id), Does.Contain(agent.Id));
    }

    [Test]
    public async Task Events_WithFilter_AreTheseAlone()
    {
        var module = await CreateAsync();
        var filter = new EventFilter { ModuleId = module.Id };
        using var watch = new WatchReader(Channel, new Subscription { Key = "e", Events = new EventsTopic { Filter = filter } });
        var before = (await watch.SnapshotAsync("e")).Snapshot.Events;

        await CreateAsync();
        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = module.Id });
        var change = await watch.ChangeAsync("e", _ => true);

        Assert.That(before.Select(happened => happened.Kind), Is.EqualTo(new[] { "MODULE_CREATED" }));
        Assert.That(change.Changes.Events.Select(happened => happened.ModuleId), Has.All.EqualTo(module.Id));
        Assert.That(change.Changes.Events[0].Kind, Is.EqualTo("DEPLOY_REQUESTED"));
    }

    [Test]
    public async Task Watch_ThatResumes_SaysAtOnceThatItStands()
    {
        using var first = new WatchReader(Channel, new Subscription { Key = "m", Modules = new ModulesTopic() });
        var token = (await first.SnapshotAsync("m")).ResumeToken;
        var request = new WatchRequest
        {
            Subscriptions = { new Subscription { Key = "m", ResumeToken = token, Modules = new ModulesTopic() } },
        };

        using var second = new WatchService.WatchServiceClient(Channel).Watch(request);

        await second.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(15));
    }

    [Test]
    public async Task Events_InASnapshot_AreOldestFirst()
    {
        var module = await CreateAsync();
        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = module.Id });
        using var watch = new WatchReader(
            Channel, new Subscription { Key = "e", Events = new EventsTopic { Filter = new EventFilter { ModuleId = module.Id } } });

        var events = (await watch.SnapshotAsync("e")).Snapshot.Events;

        Assert.That(events.Select(happened => happened.Kind).Take(2), Is.EqualTo(new[] { "MODULE_CREATED", "DEPLOY_REQUESTED" }));
    }

    [Test]
    public async Task Status_ThatChanges_IsSentAgain()
    {
        using var watch = new WatchReader(Channel, new Subscription { Key = "s", Status = new StatusTopic() });
        var before = (await watch.SnapshotAsync("s")).Snapshot.Status;

        await CreateAsync();

        var after = (await watch.ChangeAsync("s", changes => changes.Status is not null)).Changes.Status;
        Assert.That(after.ModuleCounts.Total, Is.EqualTo(before.ModuleCounts.Total + 1));
    }

    [Test]
    public async Task TwoSubscriptions_OnOneStream_AreToldApart()
    {
        var (one, other) = (await CreateAsync(), await CreateAsync());
        using var watch = new WatchReader(
            Channel,
            new Subscription { Key = "one", Modules = new ModulesTopic { ModuleIds = { one.Id } } },
            new Subscription { Key = "other", Modules = new ModulesTopic { ModuleIds = { other.Id } } });
        Assert.That((await watch.SnapshotAsync("one")).Snapshot.Modules.Single().Id, Is.EqualTo(one.Id));
        Assert.That((await watch.SnapshotAsync("other")).Snapshot.Modules.Single().Id, Is.EqualTo(other.Id));

        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = one.Id });
        await Modules.DeployModuleAsync(new DeployModuleRequest { ModuleId = other.Id });

        Assert.That((await watch.ChangeAsync("one", _ => true)).Changes.Modules.Single().Id, Is.EqualTo(one.Id));
        Assert.That((await watch.ChangeAsync("other", _ => true)).Changes.Modules.Single().Id, Is.EqualTo(other.Id));
    }

    [Test]
    public void Subscriptions_None_AreRefused() => Assert.That(Violations(), Is.EqualTo(new[] { "subscriptions" }));

    [Test]
    public void Subscriptions_SeveralBad_AreAllNamed() => Assert.That(
        Violations(
            new Subscription { Key = "a", Status = new StatusTopic() },
            new Subscription { Key = "a", Agents = new AgentsTopic() },
            new Subscription { Key = "", Agents = new AgentsTopic() },
            new Subscription { Key = "b" },
            new Subscription { Key = "c", ModuleInstances = new ModuleInstancesTopic() },
            new Subscription { Key = "d", Modules = new ModulesTopic { View = (ModuleView)17 } }),
        Is.EqualTo(new[]
        {
            "subscriptions[1].key", "subscriptions[2].key", "subscriptions[3]", "subscriptions[4].module_instances.module_id",
            "subscriptions[5].modules.view",
        }));

    private IEnumerable<string> Violations(params Subscription[] subscriptions)
    {
        using var watch = new WatchReader(Channel, subscriptions);
        return [.. watch.Failure().GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field)];
    }

    private async Task<Module> CreateAsync() =>
        (await Modules.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() })).Module;
}
