using System.Diagnostics.Metrics;

namespace Tricorder.ApiServer.Api;

/// <summary>What the status says of each component, as 0 and 1. One that is not configured has no series.</summary>
internal sealed class ComponentMetrics
{
    public ComponentMetrics(IMeterFactory meters, ServerStatusReader status) => meters.Create("apiserver").CreateObservableGauge(
        "component_up",
        () => status.Components()
            .Where(component => component.State != V1.ComponentState.NotConfigured)
            .Select(component => new Measurement<int>(
                component.State == V1.ComponentState.Down ? 0 : 1, new KeyValuePair<string, object?>("component", component.Name))),
        unit: null,
        "1 while the component works, at least in part; 0 while it is down. Absent when it is not configured.");
}
