namespace Tricorder.ApiServer.AgentSimulator.Wire;

/// <summary>No TCP connection came about; marks that apart from a connection that broke later.</summary>
internal sealed class ConnectFailedException(Exception cause) : IOException(cause.Message, cause);
