namespace Tricorder.ApiServer.Security.Credentials;

/// <summary>A token that is asked for.</summary>
internal sealed record NewToken(string Name, Role Role, DateTimeOffset? ExpireTime = null, int MaxNodes = 0);
