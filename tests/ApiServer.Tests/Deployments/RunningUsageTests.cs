using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Statistics;

namespace Tricorder.ApiServer.Tests.Deployments;

internal sealed class RunningUsageTests
{
    [Test]
    public async Task ReadAll_WhatAnAgentDoesNotRun_IsLeftOut()
    {
        await using var bed = new FleetFixture();
        var registry = new AgentRegistry(bed.Live, bed.Feed);
        registry.Load([bed.Agent("a"), bed.Agent("away", AgentState.Offline)]);
        bed.Apply("runs", 1);
        bed.Apply("stopped", 0);
        bed.Connect("a", ("runs", 1));
        using var session = new AgentSession(bed.Agent("a"), null!, null!, bed.Clock, bed.Store.Logs.For<AgentSession>());
        registry.Connect(session);
        registry.SetUsage(session, [Of("runs"), Of("stopped"), Of("nobody's")]);

        var read = new RunningUsage(registry, bed.Fleet, bed.Live).ReadAll().Where(known => known.Agent.Id == "a");

        Assert.That(read.Single().Usage.Select(usage => usage.ModuleId), Is.EqualTo(new[] { "runs" }));
        Assert.That(read.Single().Ignored.Select(usage => usage.ModuleId), Is.EqualTo(new[] { "stopped", "nobody's" }));
    }

    private static ModuleUsage Of(string moduleId) => new(moduleId, 1, 0, 1, 0, "", TimeSpan.Zero, 0);
}
