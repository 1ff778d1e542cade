using Tricorder.ApiServer.Deployments.Desired;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Tells when a deployment settles: once per phase and generation, however often agents come and go.</summary>
internal sealed class PhaseWatcher(EventDigest digest, DeploymentMetrics metrics, TimeProvider clock)
{
    private bool _quiet;

    /// <summary>While <paramref name="load"/> runs nothing is told: it was, before the restart.</summary>
    public void Quietly(Action load)
    {
        _quiet = true;
        load();
        _quiet = false;
    }

    /// <summary>The phase these counts mean. OFFLINE agents do not matter; no agents at all is success.</summary>
    public static DeploymentPhase PhaseOf(DesiredModule desired, InstanceCounts counts)
    {
        if (desired.IsWithheld)
        {
            return DeploymentPhase.Provisioning;
        }

        if (counts.Pending + counts.InProgress == 0)
        {
            return counts.Failed + counts.Held > 0 ? DeploymentPhase.Degraded : DeploymentPhase.Succeeded;
        }

        return counts.InProgress + counts.Succeeded + counts.Failed + counts.Held == 0
            ? DeploymentPhase.Pending
            : DeploymentPhase.InProgress;
    }

    public void Observe(FleetModule module, InstanceCounts counts, AgentTotals agents)
    {
        var desired = module.Desired;
        var phase = PhaseOf(desired, counts);
        if (desired.Deleted || phase is not (DeploymentPhase.Succeeded or DeploymentPhase.Degraded))
        {
            return;
        }

        var isFirst = module.AnnouncedGeneration != desired.Generation;
        if (isFirst)
        {
            module.AnnouncedGeneration = desired.Generation;
            module.AnnouncedPhases.Clear();
        }

        if (!module.AnnouncedPhases.Add(phase) || _quiet)
        {
            return;
        }

        if (isFirst)
        {
            metrics.Converged(clock.GetUtcNow() - desired.StartTime);
        }

        var shown = module.Tally.Show(agents, desired, isNew: false);
        digest.Add(new NewEvent
        {
            Parameters = EventParameters.Of(
            [
                ("module", desired.ModuleName), ("why", desired.Target.ToString().ToUpperInvariant()), ("total", $"{shown.Total}"),
                .. shown.ByState().Where(each => each.Count > 0).Select(each => (DisplayText.Word(each.State), $"{each.Count}")),
            ]),
            Kind = EventKinds.PhaseReached,
            ModuleId = desired.ModuleId,
            Revision = desired.Revision,
            Outcome = phase == DeploymentPhase.Succeeded ? EventOutcomes.Succeeded : EventOutcomes.Failed,
            Message = $"Module '{desired.ModuleName}' {(desired.Target == DeploymentTarget.Deployed ? "deployed" : "undeployed")}: "
                + $"{DisplayText.Of(shown, desired.Target)}.",
        });
    }
}
