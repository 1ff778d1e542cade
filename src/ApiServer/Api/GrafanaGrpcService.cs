namespace Tricorder.ApiServer.Api;

/// <summary>GrafanaService: every method answers UNIMPLEMENTED until the Grafana room is there.</summary>
internal sealed class GrafanaGrpcService : V1.GrafanaService.GrafanaServiceBase;
