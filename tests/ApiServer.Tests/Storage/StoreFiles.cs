using Microsoft.Data.Sqlite;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Storage.Sqlite;

namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>Database files in the states that a server may find them in.</summary>
internal static class StoreFiles
{
    public static StoreFile Open(string path, params IReadOnlyList<MigrationScript> more)
    {
        using var logs = new LogRecorder();
        return StoreFile.Open(path, [.. MigrationScript.Embedded, .. more], logs.For<StoreFile>());
    }

    /// <summary>What an operator reads when the server does not start.</summary>
    public static string Refusal(string path, params IReadOnlyList<MigrationScript> more)
    {
        var message = Assert.Throws<StartupException>(() => Open(path, more).Dispose())!.Message;
        Assert.That(message, Does.Contain(path).And.Not.Contain("\n"), "one line that names the file");
        return message;
    }

    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>A store that was used and closed, with rows enough for several pages.</summary>
    public static async Task CreateAsync(string path, int rows = 1)
    {
        await using var store = new TestStore(path);
        await store.Writer.WriteAsync(
            unit =>
            {
                for (var i = 0; i < rows; i++)
                {
                    Rows.Add(unit, $"{i}", new string('x', 500));
                }
            },
            CancellationToken.None);
    }
}
