using Tricorder.ApiServer.Security.Directories;

namespace Tricorder.ApiServer.Security.Sessions;

/// <summary>The sessions that have not been ended. One that has expired may still be here for a minute.</summary>
internal sealed class SessionDirectory(SessionStore store) : CredentialDirectory<UserSession>
{
    /// <summary>Reads what is stored, before anybody is served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken) => Load(await store.LoadAllAsync(cancellationToken));

    /// <summary>The session of what a cookie holds; null = there is none any more.</summary>
    public UserSession? FindByKey(string key, DateTimeOffset now) =>
        FindByLookup(SessionKey.Hash(key)) is { } found && found.IsLive(now) ? found : null;

    public bool AnyExpired(DateTimeOffset now) => All().Any(session => !session.IsLive(now));

    public void Remove(IEnumerable<UserSession> ended)
    {
        foreach (var session in ended)
        {
            Remove(session);
        }
    }
}
