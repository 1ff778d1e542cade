namespace Tricorder.ApiServer.Deployments.Desired;

/// <summary>What one agent should run of one module: a revision, 0 = none, under a generation.</summary>
internal readonly record struct DesiredRevision(int Revision, long Generation);
