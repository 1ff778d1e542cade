namespace Tricorder.ApiServer.Errors;

/// <summary>OUT_OF_RANGE: a position that is no longer, or was never, valid; start over from a snapshot.</summary>
internal sealed class OutOfRangeException(string reason, string message) : DomainException(reason, message);
