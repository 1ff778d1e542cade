using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>
/// Keeps a module from killing its node's agent again and again. An agent process has a new id after each start, so what is counted is the
/// node. Stops are never held back. Part of live state.
/// </summary>
internal sealed class CrashLoopGuard(IOptions<DeploymentOptions> options)
{
    private readonly Dictionary<(string ModuleId, string NodeKey), Loss> _losses = [];

    public void Load(IEnumerable<Loss> losses)
    {
        foreach (var loss in losses)
        {
            Apply(loss);
        }
    }

    public void Apply(Loss loss) => _losses[(loss.ModuleId, loss.NodeKey)] = loss;

    public void Forget(string moduleId)
    {
        foreach (var key in _losses.Keys.Where(key => key.ModuleId == moduleId).ToList())
        {
            _losses.Remove(key);
        }
    }

    /// <summary>Why this is held, or null.</summary>
    /// <param name="instance">What may be held.</param>
    /// <param name="deployed">
    /// The generation of the deploy that wants it. A cordon that came and went gave the update a newer one, which is no deploy.
    /// </param>
    public string? IsOn(Instance instance, long deployed) =>
        _losses.TryGetValue((instance.ModuleId, instance.Agent.NodeKey), out var loss)
        && loss.Generation >= deployed
        && loss.Losses >= options.Value.PoisonLosses
            ? loss.Message
            : null;
}
