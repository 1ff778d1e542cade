namespace Tricorder.ApiServer.Agents;

internal enum AgentProtocol
{
    V1 = 1,
    Legacy = 2,
}
