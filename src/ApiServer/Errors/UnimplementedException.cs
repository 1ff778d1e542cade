namespace Tricorder.ApiServer.Errors;

/// <summary>UNIMPLEMENTED: the method is in the contract, but not in this build of the server.</summary>
internal sealed class UnimplementedException(string method)
    : DomainException("METHOD_NOT_AVAILABLE", $"This version of the server does not offer {method.TrimStart('/')} yet.");
