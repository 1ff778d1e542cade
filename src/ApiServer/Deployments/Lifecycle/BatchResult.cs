using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Deployments.Lifecycle;

/// <summary>What became of one module of a batch: what is desired of it now, or why nothing is.</summary>
internal sealed record BatchResult(string ModuleId, DesiredModule? Desired, DomainException? Failure);
