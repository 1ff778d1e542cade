namespace Tricorder.ApiServer.Errors;

/// <summary>The server cannot start: one clear line that says what is wrong and what to do about it.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
