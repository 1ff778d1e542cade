using Grpc.Net.Client;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>Tests of the public contract against one real server, which starts and ends with the fixture.</summary>
public abstract class ServerFixture
{
    private ServerProcess? _server;

    private protected ServerProcess Server => _server ?? throw new InvalidOperationException("The server has not started.");

    private protected RestClient Rest => new(Server.Http);

    private protected ModuleService.ModuleServiceClient Modules => new(Channel);

    private protected GrpcChannel Channel => Server.Channel;

    /// <summary>Settings such as <c>--Cluster:Name=lab</c>.</summary>
    private protected virtual string[] Settings => [];

    [OneTimeSetUp]
    public async Task StartServerAsync() => _server = await ServerProcess.StartAsync(Settings);

    [OneTimeTearDown]
    public ValueTask StopServerAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
