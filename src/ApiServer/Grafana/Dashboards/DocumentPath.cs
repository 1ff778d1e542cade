namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>
/// A place in a JSON column, as expressions that no row can make fail. Documents of type json may hold what PostgreSQL reads only until
/// somebody asks for it (NUL and halves of surrogate pairs, as escapes), so those count as absent. The operator <c>-></c> gives NULL
/// where there is no object.
/// </summary>
internal sealed class DocumentPath
{
    // As many digits as a double precision surely holds the value of, and the sum of billions of them.
    private const string Number = @"E'^-?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][-+]?[0-9]{1,2})?\\Z'";

    // A document with such escapes is read once what is well is out of the way: escaped backslashes and pairs of surrogates.
    private const string Escape = @"E'\\\\u'";
    private const string Well = @"E'\\\\\\\\|\\\\ud[89ab][0-9a-f]{2}\\\\ud[c-f][0-9a-f]{2}'";
    private const string Unreadable = @"E'\\\\u(0000|d[89a-f])'";

    private readonly string _value;
    private readonly string _typeOf;

    public DocumentPath(string column, bool isBinary, IReadOnlyList<string> path)
    {
        var parent = isBinary ? column : Readable(column);
        foreach (var name in path.SkipLast(1))
        {
            parent += "->" + GrafanaText.Literal(name);
        }

        _value = $"({parent}->{GrafanaText.Literal(path[^1])})";
        _typeOf = isBinary ? $"jsonb_typeof({_value})" : $"json_typeof({_value})";
        Text = $"({parent}->>{GrafanaText.Literal(path[^1])})";
    }

    private static string Readable(string column) => $"(CASE WHEN {column}::text !~ {Escape} THEN {column} "
        + $"WHEN regexp_replace({column}::text, {Well}, ' ', 'gi') !~* {Unreadable} THEN {column} END)";

    public static DocumentPath Of(DashboardColumn column, IReadOnlyList<string> path) =>
        new(GrafanaText.Identifier(column.Name), column.Kind == ColumnKind.Jsonb, path);

    /// <summary>Whatever is there, as text.</summary>
    public string Text { get; }

    public string IsScalar => $"{_typeOf} IN ('string', 'number', 'boolean')";

    public string IsTrue => $"{_typeOf} = 'boolean' AND {Text} = 'true'";

    public string IsFalse => $"{_typeOf} = 'boolean' AND {Text} = 'false'";

    /// <summary>A number, or NULL.</summary>
    public string AsNumber => $"CASE WHEN {_typeOf} = 'number' AND {Text} ~ {Number} THEN {Text}::double precision END";

    /// <summary>The elements of an array, or none.</summary>
    public string Elements => $"jsonb_array_elements(CASE WHEN {_typeOf} = 'array' THEN {_value} ELSE '[]' END)";

    /// <summary>How many elements an array has, or NULL.</summary>
    public string Length => $"CASE WHEN {_typeOf} = 'array' THEN jsonb_array_length({_value}) END";
}
