namespace Tricorder.ApiServer.Deployments.Views;

/// <summary>Some instances of a list.</summary>
/// <param name="Items">In the order of module and agent.</param>
/// <param name="Total">How many the whole list has.</param>
/// <param name="Visited">How many modules and agents were looked at.</param>
internal sealed record InstancePage(IReadOnlyList<ModuleInstance> Items, int Total, int Visited);
