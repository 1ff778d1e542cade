namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>What a module did wrong, in words for its author.</summary>
internal sealed class SandboxException(string message) : Exception(message);
