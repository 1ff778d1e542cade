using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Hosting;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Cli;

/// <summary>Somebody else changes the module between the command's reading and its writing.</summary>
public sealed class CliRaceTests : CliTest
{
    [TestCase("apply", 1, 0)]
    [TestCase("update", 1, 0)]
    [TestCase("apply", 100, 6)]
    public async Task LostRace_IsReadAndWrittenAgain(string command, int losses, int exitCode)
    {
        await using var host = await PipelineHost.StartAsync();
        var (revision, etags) = (1, new List<string>());
        var module = new Module { Id = "01a20aca-2113-7675-999d-cdc07c259fdf", Name = "raced", Revision = 1, Etag = "1" };
        host.Modules.List = (_, _) => Task.FromResult(new ListModulesResponse { Modules = { module.Clone() }, TotalSize = 1 });
        host.Modules.Update = (request, _) =>
        {
            etags.Add(request.Etag);
            module.Etag = $"{++revision}";
            return etags.Count <= losses
                ? throw new RpcException(new Status(StatusCode.Aborted, "The module was changed."))
                : Task.FromResult(new UpdateModuleResponse { Module = module.Clone() });
        };
        await File.WriteAllTextAsync(Path.Combine(Home, "module.yaml"), "name: raced\n");
        Variables["TRICORDER_SERVER"] = host.Addresses.Grpc;

        var result = await RunAsync(command == "apply" ? ["apply", "-f", "."] : ["module", command, "-f", "."]);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString);
        Assert.That(etags.Take(2), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(result.Error, Does.Contain("raced: somebody else changed it meanwhile; trying again"));
    }
}
