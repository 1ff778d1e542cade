namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

internal interface IEndable
{
    void End();
}
