namespace Tricorder.ApiServer.Errors;

/// <summary>UNAUTHENTICATED: nobody known, or no longer; the reason says what is wrong with the credentials.</summary>
internal sealed class UnauthenticatedException(string reason, string message) : DomainException(reason, message);
