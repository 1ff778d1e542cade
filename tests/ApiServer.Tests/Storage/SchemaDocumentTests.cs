using System.Text.RegularExpressions;
using Dapper;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>docs/schema.md names every table and every column of the schema, and nothing that is not there.</summary>
internal sealed partial class SchemaDocumentTests
{
    [Test]
    public void Document_TablesAndColumns_AreThoseOfTheSchema()
    {
        using var directory = new TempDirectory();
        using var file = StoreFiles.Open(directory.File("apiserver.db"));
        using var connection = file.Database.OpenRead();
        var schema = connection.Query<string>("""
            SELECT t.name || '.' || c.name FROM pragma_table_list t, pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'
            """);

        Assert.That(Documented(), Is.EquivalentTo(schema));
    }

    [Test]
    public void Document_Rows_SayMeaningAndExample()
    {
        var rows = File.ReadLines(DocumentPath()).Where(line => ColumnRow().IsMatch(line)).ToList();

        Assert.That(rows, Is.Not.Empty);
        Assert.That(rows, Has.All.Matches(@"^\| `\w+` \| [^|]{3,} \| `.+` \|$"));
    }

    private static IEnumerable<string> Documented()
    {
        var table = "";
        foreach (var line in File.ReadLines(DocumentPath()))
        {
            if (TableHeading().Match(line) is { Success: true } heading)
            {
                table = heading.Groups[1].Value;
            }
            else if (ColumnRow().Match(line) is { Success: true } column)
            {
                yield return $"{table}.{column.Groups[1].Value}";
            }
        }
    }

    private static string DocumentPath() => RepositoryFiles.Of("docs", "schema.md");

    [GeneratedRegex(@"^## (\w+):")]
    private static partial Regex TableHeading();

    [GeneratedRegex(@"^\| `(\w+)` \|")]
    private static partial Regex ColumnRow();
}
