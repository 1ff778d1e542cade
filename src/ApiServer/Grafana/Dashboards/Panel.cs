using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>A panel before it has its place.</summary>
/// <param name="Title">What a module's own panel replaces it by.</param>
/// <param name="Width">Of 24 columns.</param>
/// <param name="Height">In rows of about 30 pixels.</param>
/// <param name="Body">All but id, title and place.</param>
internal sealed record Panel(string Title, int Width, int Height, JsonObject Body);
