namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>A member of a module's JSON documents that was seen in real rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Path">Names of members from the document to the value.</param>
/// <param name="Types">What was there.</param>
/// <param name="IsCategory">Its texts come again and again, so that counting them says something.</param>
internal sealed record SampledField(string Column, IReadOnlyList<string> Path, ValueTypes Types, bool IsCategory)
{
    public string Name => $"{Column}.{string.Join('.', Path)}";

    public bool IsSame(SampledField other) => Column == other.Column && Path.SequenceEqual(other.Path);
}
