using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>The kinds of declared and of recorded types.</summary>
internal static class ColumnKinds
{
    public static ColumnKind Of(FieldType type) => type switch
    {
        FieldType.Bool => ColumnKind.Bool,
        FieldType.Date => ColumnKind.Date,
        FieldType.Int or FieldType.Integer or FieldType.Bigint => ColumnKind.Integer,
        FieldType.Double => ColumnKind.Double,
        FieldType.Json => ColumnKind.Json,
        FieldType.Jsonb => ColumnKind.Jsonb,
        FieldType.Timestamptz => ColumnKind.Time,
        _ => ColumnKind.Text,
    };

    /// <summary>By the name that PostgreSQL gives a type, as recorded of tables and views.</summary>
    public static ColumnKind Of(string type) => type switch
    {
        "boolean" => ColumnKind.Bool,
        "date" => ColumnKind.Date,
        "integer" or "bigint" => ColumnKind.Integer,
        "double precision" => ColumnKind.Double,
        "json" => ColumnKind.Json,
        "jsonb" => ColumnKind.Jsonb,
        "timestamp with time zone" => ColumnKind.Time,
        _ => ColumnKind.Text,
    };
}
