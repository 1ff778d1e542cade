namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Panels under one heading.</summary>
/// <param name="Title">The heading; null: none.</param>
/// <param name="IsCollapsed">Shown, and asked, only when somebody opens it.</param>
/// <param name="Panels">The panels, in reading order.</param>
internal sealed record PanelSection(string? Title, bool IsCollapsed, IReadOnlyList<Panel> Panels);
