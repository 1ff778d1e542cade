using System.Collections.Concurrent;

namespace Tricorder.ApiServer.Security.Tokens;

/// <summary>All tokens, in memory: each call asks for one. It follows the store after each commit.</summary>
internal sealed class TokenDirectory
{
    private static readonly TimeSpan LastUsePrecision = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, ApiToken> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _idByLookup = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    public TokenDirectory(TokenStore store)
    {
        foreach (var token in store.LoadAll())
        {
            Apply(token);
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ApiToken> All() => [.. _byId.Values.OrderByDescending(token => token.Id, StringComparer.Ordinal)];

    public ApiToken? Find(string id) => _byId.GetValueOrDefault(id);

    public ApiToken? FindByLookup(string lookup) => _idByLookup.TryGetValue(lookup, out var id) ? Find(id) : null;

    /// <summary>Adds a token, or takes over what has changed of it; its last use is known best here.</summary>
    public void Apply(ApiToken token)
    {
        _byId.AddOrUpdate(token.Id, token, (_, known) => token with { LastUseTime = known.LastUseTime });
        _idByLookup[token.Lookup] = token.Id;
    }

    public void Used(ApiToken token, DateTimeOffset now)
    {
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % LastUsePrecision.Ticks), now.Offset);
        if (token.LastUseTime is null || token.LastUseTime < minute)
        {
            _byId.AddOrUpdate(token.Id, token, (_, known) => known with { LastUseTime = minute });
            _used[token.Id] = minute;
        }
    }

    /// <summary>The last uses noted since the last time this was asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> TakeUsed()
    {
        var taken = _used.ToList();
        foreach (var use in taken)
        {
            _used.TryRemove(use);
        }

        return taken;
    }
}
