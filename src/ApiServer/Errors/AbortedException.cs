namespace Tricorder.ApiServer.Errors;

/// <summary>ABORTED: somebody else was faster; read again and retry.</summary>
internal sealed class AbortedException(string reason, string message) : DomainException(reason, message);
