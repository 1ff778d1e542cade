namespace Tricorder.ApiServer.Errors;

/// <summary>PERMISSION_DENIED: the caller is known, and may not do this.</summary>
internal sealed class PermissionDeniedException(string reason, string message) : DomainException(reason, message);
