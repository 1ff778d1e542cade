using System.Diagnostics.Metrics;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.Statistics;
using Tricorder.ApiServer.Deployments.Views;

namespace Tricorder.ApiServer.Deployments.Lifecycle;

/// <summary>Deployments, in numbers that are read when they are scraped.</summary>
internal sealed class FleetMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create("apiserver");

    /// <summary>Publishes what is read at each scrape: instances by state, conditions, queue depth.</summary>
    public void Observe(DeploymentViews views, AnswerWriter answers)
    {
        _meter.CreateObservableGauge(
            "module_instances",
            () => views.CountAll().ByState().Select(
                shown => new Measurement<int>(shown.Count, new KeyValuePair<string, object?>("state", shown.State.ToString()))),
            "{instances}",
            "Modules on agents, by what is shown of them.");
        _meter.CreateObservableGauge(
            "conditions",
            () => views.CountConditions().Select(pair => new Measurement<int>(
                pair.Value,
                new KeyValuePair<string, object?>("type", pair.Key.Type),
                new KeyValuePair<string, object?>("status", pair.Key.Status.ToString()))),
            "{conditions}",
            "Conditions of deployed modules, by type and status.");
        _meter.CreateObservableGauge(
            "recorder_queue_depth", () => answers.QueueDepth, "{answers}", "Agents' answers that wait to be stored.");
    }

    /// <summary>Publishes what agents report of each module.</summary>
    public void Observe(ModuleTotals totals)
    {
        Observe(totals, "module_events_total", "{events}", "Events that the module's eBPF program emitted.", total => total.Events);
        Observe(totals, "module_lost_events_total", "{events}", "Events that were lost before they came to the WASM function.", total =>
            total.LostEvents);
        Observe(totals, "module_rows_total", "{rows}", "Rows that agents wrote for the module.", total => total.Rows);
        Observe(totals, "module_errors_total", "{errors}", "Errors of the module's WASM function and of inserts.", total => total.Errors);
    }

    private void Observe(ModuleTotals totals, string name, string unit, string help, Func<ModuleTotal, long> read) =>
        _meter.CreateObservableCounter(
            name,
            () => totals.Read().Select(total => new Measurement<long>(
                read(total), new("module", total.ModuleName), new KeyValuePair<string, object?>("module_id", total.ModuleId))),
            unit,
            help);
}
