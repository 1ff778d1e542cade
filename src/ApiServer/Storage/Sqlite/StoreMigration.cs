using DbUp;
using DbUp.Engine;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Tricorder.ApiServer.Storage.Sqlite;

/// <summary>
/// Brings the file's schema to what this build knows. One plain query tells whether there is anything to do, because loading the
/// migration library takes longer than the rest of opening the store.
/// </summary>
internal sealed class StoreMigration(SqliteDatabase database, IReadOnlyList<MigrationScript> scripts, ILogger logger)
{
    private const string Journal = "schema_version";
    private const string TablesSql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    private const string AppliedSql = "SELECT ScriptName FROM schema_version ORDER BY SchemaVersionID";

    /// <param name="examine">Looks at the store before anything of it is changed.</param>
    public void Run(Action<SqliteConnection> examine)
    {
        List<MigrationScript> pending;
        string? copy = null;
        using (var reading = OpenForLooking())
        {
            SoundnessCheck.Content(reading, database.Path);
            var applied = Applied(reading);
            examine(reading);
            pending = [.. scripts.Where(script => !applied.Contains(script.Name))];
            if (pending.Count > 0 && applied.Count > 0)
            {
                copy = Copy(reading, pending[0]);
            }
        }

        if (pending.Count > 0)
        {
            Apply(pending, copy);
        }
    }

    /// <summary>Cannot write, so that a file that is refused stays as it is; unless a cut-off transaction has to be undone first.</summary>
    private SqliteConnection OpenForLooking()
    {
        if (StorePath.HasContent(database.Path + "-journal"))
        {
            using var undoing = database.OpenWrite();
        }

        return database.OpenUnpooledRead();
    }

    private HashSet<string> Applied(SqliteConnection connection)
    {
        var tables = TextQuery.Run(connection, TablesSql);
        if (!tables.Contains(Journal))
        {
            return tables.Count == 0 ? [] : throw StartupFailures.NotOurs(database.Path);
        }

        var applied = TextQuery.Run(connection, AppliedSql);
        if (applied.Find(name => scripts.All(script => script.Name != name)) is { } unknown)
        {
            throw StartupFailures.Newer(database.Path, unknown);
        }

        return [.. applied];
    }

    /// <summary>SQLite's own backup: what is still in the log is in the copy, and a copy that is cut off is no copy.</summary>
    private string Copy(SqliteConnection source, MigrationScript first)
    {
        var path = $"{database.Path}.before-{first.Name}";
        StorePath.CreateForOwner(path);
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
        logger.CopyMade(path, first.Name);
        return path;
    }

    private void Apply(List<MigrationScript> pending, string? copy)
    {
        using var connection = database.OpenWrite();
        var result = DeployChanges.To.SqliteDatabase(new SharedConnection(connection))
            .JournalToSqliteTable(Journal)
            .WithScripts(scripts.Select(script => new SqlScript(script.Name, script.Sql)))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw StartupFailures.IsOfDisk(result.Error)
                ? StartupFailures.CannotOpen(database.Path, result.Error)
                : StartupFailures.MigrationFailed(database.Path, result.ErrorScript?.Name ?? pending[0].Name, copy, result.Error);
        }

        foreach (var script in pending)
        {
            logger.Migrated(script.Name);
        }
    }
}
