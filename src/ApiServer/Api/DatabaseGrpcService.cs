namespace Tricorder.ApiServer.Api;

/// <summary>DatabaseService: every method answers UNIMPLEMENTED until the room of the observability database is there.</summary>
internal sealed class DatabaseGrpcService : V1.DatabaseService.DatabaseServiceBase;
