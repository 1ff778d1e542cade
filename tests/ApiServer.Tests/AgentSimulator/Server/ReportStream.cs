using Grpc.Core;
using Tricorder.Legacy.Deployer;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>The server's end of a `ReportProcess` stream.</summary>
internal sealed class ReportStream(IServerStreamWriter<ContainerInfo> writer) : WireStream<ProcessWrapper, ContainerInfo>(writer);
