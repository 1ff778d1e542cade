using System.Text.RegularExpressions;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>A statement means the same to SQLite and to PostgreSQL, or it is not written.</summary>
internal sealed partial class PortableSqlTests
{
    [Test]
    public void Holders_OfTheStoresSql_AreFound() =>
        Assert.That(StoreSql.Holders.Count(type => type.Name.EndsWith("Store", StringComparison.Ordinal)), Is.GreaterThanOrEqualTo(12));

    [Test]
    public void Statements_HaveNothingThatOnlySqliteKnows() => AssertNone(OnlySqlite());

    [Test]
    public void Statements_CompareTextAsItIs() => AssertNone(Collating());

    [Test]
    public void Statements_TakeStatesAsParameters() => AssertNone(MagicState());

    [Test]
    public void Statements_QuoteReservedNamesOnly()
    {
        AssertNone(Reserved());
        Assert.That(
            StoreSql.All().Select(sql => (sql.Name, Left: sql.Text.Replace(Quoted.User, "").Replace(Quoted.Only, "")))
                .Where(sql => sql.Left.Contains('"')),
            Is.Empty);
    }

    [Test]
    public void Statements_NameTheirParametersWithAt() => AssertNone(OtherParameters());

    private static void AssertNone(Regex forbidden) => Assert.That(
        from sql in StoreSql.All()
        from Match match in forbidden.Matches(sql.Text)
        select $"{sql.Holder.FullName}.{sql.Name}: {match.Value}",
        Is.Empty);

    [GeneratedRegex(
        @"\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bjson\w*\s*\(|\browid\b|\bWITHOUT\b|\bstrftime\b|\bdatetime\s*\(|\bjulianday\b|\bifnull\b|\biif\b"
        + @"|\bgroup_concat\b|\binstr\b|\bprintf\b|\blast_insert_rowid\b|\bchanges\s*\(|\bPRAGMA\b|\bsqlite_|\bLIMIT\s+-|\bx'"
        + @"|\bIS\s+(NOT\s+)?@|\b(max|min)\s*\([^()]*,|==|`|\[",
        RegexOptions.IgnoreCase)]
    private static partial Regex OnlySqlite();

    /// <summary>LIKE looks at case in one and not in the other.</summary>
    [GeneratedRegex(@"\bGLOB\b|\bCOLLATE\b|\bLIKE\b|\bREGEXP\b|\bMATCH\b", RegexOptions.IgnoreCase)]
    private static partial Regex Collating();

    [GeneratedRegex(
        @"\b(state|status|target|protocol|role|last_shown|generation)\s*(=|<>|<=?|>=?|\bIN\s*\()\s*-?\d", RegexOptions.IgnoreCase)]
    private static partial Regex MagicState();

    [GeneratedRegex("""(?<![\w"@])(user|only)(?![\w"])""", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();

    [GeneratedRegex(@"[$?:]\w")]
    private static partial Regex OtherParameters();
}
