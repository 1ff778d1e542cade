namespace Tricorder.ApiServer.Security.Directories;

/// <summary>What a caller may come with again and again: a token, a session.</summary>
internal interface ICredential<out T>
    where T : ICredential<T>
{
    /// <summary>The public id. It proves nothing.</summary>
    string Id { get; }

    /// <summary>What it is found by when a caller brings it.</summary>
    string Lookup { get; }

    DateTimeOffset? LastUseTime { get; }

    T UsedAt(DateTimeOffset time);
}
