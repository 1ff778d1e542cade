using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.ObservabilityDb.Tables;

/// <summary>What PostgreSQL calls the types of declared columns, as format_type prints them.</summary>
internal static class ColumnType
{
    public const string Time = "timestamp with time zone";

    public static string Of(FieldType type) => type switch
    {
        FieldType.Bool => "boolean",
        FieldType.Date => "date",
        FieldType.Int or FieldType.Integer => "integer",
        FieldType.Json => "json",
        FieldType.Jsonb => "jsonb",
        FieldType.Text => "text",
        FieldType.Bigint => "bigint",
        FieldType.Double => "double precision",
        FieldType.Timestamptz => Time,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
