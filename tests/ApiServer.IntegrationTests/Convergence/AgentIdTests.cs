using Google.Rpc;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Chaos;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Convergence;

/// <summary>One agent, one id, one spelling.</summary>
public sealed class AgentIdTests() : ConvergenceTest("--Deployments:PoisonLosses=1000")
{
    [Test]
    public async Task Hello_OtherSpellingOfTheId_IsTheSameAgent()
    {
        var first = await AgentAsync(Guid.NewGuid().ToString(), "spelling");

        await AgentAsync(first.Id.ToUpperInvariant(), "spelling");

        Assert.That((await first.EndAsync())!.Reason(), Is.EqualTo("SUPERSEDED"));
        Assert.That((await Plane.AgentAsync(first.Id)).State, Is.EqualTo(AgentState.Online));
    }

    [Test]
    public async Task Hello_RunsWhatIsNoUuid_NamesTheField()
    {
        var agent = Track(ScriptedAgent.Open(Server));

        await agent.SendAsync(new AgentMessage
        {
            Hello = new Hello { AgentId = agent.Id, Running = { new RunningModule { ModuleId = "a/0", Revision = 1 } } },
        });

        var end = await agent.EndAsync();
        Assert.That(end!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(end.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Single().Field, Is.EqualTo("hello.running[0].module_id"));
    }

    [Test]
    public async Task Hello_OneIdFromTwoNodes_IsAnEventThatNamesBoth()
    {
        var first = await AgentAsync(Guid.NewGuid().ToString(), "twin-a");

        await AgentAsync(first.Id, "twin-b");

        var events = new EventService.EventServiceClient(Server.Channel);
        var shared = await Eventually.ResultAsync(
            async () => (await events.ListEventsAsync(new ListEventsRequest { Kind = "AGENT_ID_SHARED", AgentId = first.Id })).Events,
            found => found.Count == 1,
            "the two nodes are told of");
        Assert.That(shared.Single().Message, Does.Contain("'twin-a'").And.Contain("'twin-b'"));
        Assert.That((await first.EndAsync())!.Reason(), Is.EqualTo("SUPERSEDED"));
    }
}
