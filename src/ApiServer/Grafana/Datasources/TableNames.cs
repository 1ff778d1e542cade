using System.Text.Json.Serialization;

namespace Tricorder.ApiServer.Grafana.Datasources;

/// <summary>Names of tables as a JSON array.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class TableNames : JsonSerializerContext;
