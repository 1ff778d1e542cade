using Grpc.Core;

namespace Tricorder.ApiServer.Hosting.Methods;

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

    private const string ReportProcess = "/tricorder.deployer.servicepb.ProcessCollector/ReportProcess";

    public static bool IsConnect(IMethod method) => method.FullName == Connect;

    public static bool IsLegacy(IMethod method) => LegacyServices.Contains(method.ServiceName);

    /// <summary>Agents of 2023 crash when this stream of theirs ends with an error, so refusing it must look like an end.</summary>
    public static bool CrashesWhenRefused(IMethod method) => method.FullName == ReportProcess;

    public static bool Contains(IMethod method) => IsConnect(method) || IsLegacy(method);
}
