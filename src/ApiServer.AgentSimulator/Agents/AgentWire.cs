namespace Tricorder.ApiServer.AgentSimulator.Agents;

/// <summary>The protocol that an agent speaks.</summary>
internal enum AgentWire
{
    V1,
    Legacy,
}
