namespace Tricorder.ApiServer.Modules;

/// <summary>One column of a module's table.</summary>
internal sealed record OutputField(string Name, FieldType Type, string Description);

/// <summary>PostgreSQL type of an output column.</summary>
internal enum FieldType
{
    Bool = 1,
    Date = 2,
    Int = 3,
    Integer = 4,
    Json = 5,
    Jsonb = 6,
    Text = 7,
    Bigint = 8,
    Double = 9,
    Timestamptz = 10,
}
