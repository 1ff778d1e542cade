namespace Tricorder.ApiServer.IntegrationTests.Clients;

/// <summary>The Python SDK, with Debian's Python and its grpcio.</summary>
public sealed class PythonClientTests : ClientTest
{
    private const string Python = "/usr/bin/python3";

    private const string CreateWrong =
        """
        import os, sys, grpc
        from tricorder.apiserver import ApiError, connect
        from tricorder.apiserver.v1 import module_pb2, module_service_pb2
        with connect(os.environ["TRICORDER_SERVER"]) as client:
            try:
                client.modules.CreateModule(module_service_pb2.CreateModuleRequest(module=module_pb2.Module(name="a b")))
            except grpc.RpcError as failure:
                for violation in ApiError.of(failure).violations:
                    print(f"{violation.field}: {violation.description}")
                sys.exit(1)
        """;

    private static string Home => Path.Combine(ClientProcess.Repository, "clients", "python");

    private protected override Dictionary<string, string> Variables => new(base.Variables)
    {
        ["PYTHONPATH"] = Path.Combine(Home, "src"),
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    [Test]
    public async Task OwnTests_Pass()
    {
        var run = await RunAsync("-m", "unittest", "discover", "-s", "tests");

        Assert.That(run.ExitCode, Is.Zero, run.ToString);
        Assert.That(run.Error, Does.Match(@"Ran [1-9]\d* tests"));
    }

    [Test]
    public async Task WrongModule_ItsErrorsAreTyped()
    {
        var run = await RunAsync("-c", CreateWrong);

        Assert.That(run.ExitCode, Is.EqualTo(1), run.ToString);
        Assert.That(run.Output, Does.Contain("module.name: ").And.Contains("module.ebpf: "));
    }

    private protected override Task<ClientProcess> DeployAsync(string module) => RunAsync("examples/deploy.py", module);

    private async Task<ClientProcess> RunAsync(params string[] arguments)
    {
        var grpc = await ClientProcess.RunAsync(Python, ["-c", "import grpc"], Home, new Dictionary<string, string>());
        if (grpc.ExitCode != 0)
        {
            ClientProcess.Missing("Needs python3-grpcio.");
        }

        return await ClientProcess.RunAsync(Python, arguments, Home, Variables);
    }
}
