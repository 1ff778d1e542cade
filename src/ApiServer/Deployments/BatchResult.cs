using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Deployments;

/// <summary>What became of one module of a batch: a deployment, or why there is none.</summary>
internal sealed record BatchResult(string ModuleId, Deployment? Deployment, DomainException? Failure);
