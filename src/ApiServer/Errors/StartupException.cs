namespace Tricorder.ApiServer.Errors;

/// <summary>
/// The server can not start, and the operator can do something about it. The message is the one line that is shown: it names the
/// cause (a key, a file) and the way out; no stack trace follows.
/// </summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
