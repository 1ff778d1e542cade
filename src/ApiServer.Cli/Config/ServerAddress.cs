using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.Config;

/// <summary>A server, and for people where its address is from.</summary>
internal sealed record ServerAddress(ApiServerClientOptions Options, string Source);
