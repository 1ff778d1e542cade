namespace Tricorder.ApiServer.Benchmarks;

/// <summary>A measurement could not be made; the message says why, for people.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
