using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

public sealed class EtagRaceTests
{
    private const int Rounds = 60;

    [Test]
    public async Task Update_TwoClientsWithTheSameEtag_ExactlyOneWins()
    {
        await using var server = await ServerProcess.StartAsync();
        using var otherChannel = GrpcChannel.ForAddress(server.Grpc);
        ApiClient[] clients = [new(server.Channel), new(otherChannel)];
        var module = await clients[0].CreateAsync(Sample.Create("contested"));

        for (var round = 1; round <= Rounds; round++)
        {
            var updates = clients.Select(
                (client, index) => UpdateAsync(client, module, $"Round {round} of client {index}.", round)).ToList();
            var answers = await Task.WhenAll(updates);

            var winner = answers.Single(answer => answer.Module is not null).Module!;
            Assert.That(answers.Single(answer => answer.Failure is not null).Failure!.StatusCode, Is.EqualTo(StatusCode.Aborted));
            var stored = (await clients[0].Modules.GetModuleAsync(
                new GetModuleRequest { ModuleId = module.Id, View = ModuleView.Basic })).Module;
            Assert.That(stored, Is.EqualTo(winner));
            Assert.That(winner.Etag, Is.Not.EqualTo(module.Etag));
            module = winner;
        }
    }

    /// <summary>Every third round makes a new revision, which takes the other way through validation.</summary>
    private static async Task<(Module? Module, RpcException? Failure)> UpdateAsync(
        ApiClient client, Module known, string description, int round)
    {
        var module = Sample.Create(known.Name, round);
        (module.Id, module.Description) = (known.Id, description);
        var mask = FieldMask.FromString<Module>(round % 3 == 0 ? "description,ebpf" : "description");
        var request = new UpdateModuleRequest { Module = module, UpdateMask = mask, Etag = known.Etag };
        try
        {
            return ((await client.Modules.UpdateModuleAsync(request, ApiClient.Patient())).Module, null);
        }
        catch (RpcException e)
        {
            return (null, e);
        }
    }
}
