namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>What agents should hold of a module.</summary>
/// <param name="Id">Id of the module.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Digest">Checksum of that revision's content; 0 = not compared.</param>
internal sealed record DesiredState(string Id, int Revision, uint Digest = 0);
