namespace Tricorder.ApiServer.Events;

/// <summary>One page, newest first. The next one begins before the sequence of its last event.</summary>
internal sealed record EventPage(IReadOnlyList<ServerEvent> Events, int Total, bool HasMore);
