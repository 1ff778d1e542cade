using Grpc.Core;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>
/// The methods that agents call: all that an insecure gRPC endpoint off loopback answers, and what the web port never does.
/// </summary>
internal static class AgentMethods
{
    private const string Connect = "/tricorder.apiserver.v1.AgentService/Connect";

    private static readonly string[] LegacyServices =
    [
        "tricorder.deployer.servicepb.ModuleDeployer",
        "tricorder.deployer.servicepb.ProcessCollector",
    ];

    public static bool Contains(IMethod method) => method.FullName == Connect || LegacyServices.Contains(method.ServiceName);
}
