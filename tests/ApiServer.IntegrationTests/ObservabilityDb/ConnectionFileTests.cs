using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.ObservabilityDb;

/// <summary>
/// The address of the database in a file that changes, as Kubernetes changes the files of a Secret: a link to a directory is swapped.
/// </summary>
public sealed class ConnectionFileTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private DirectoryInfo _mount = null!;
    private string _url = "";
    private string _role = "";

    private string File => Path.Combine(_mount.FullName, "url");

    /// <summary>Members of tricorder_reader are asked for a password.</summary>
    [SetUp]
    public async Task CreateRoleAsync()
    {
        _mount = Directory.CreateTempSubdirectory("apiserver-secret-");
        _url = await PostgresCluster.Shared.CreateDatabaseAsync();
        _role = "r" + Guid.NewGuid().ToString("N");
        await PostgresCluster.ExecuteAsync(_url, $"""
            DO $$ BEGIN CREATE ROLE tricorder_reader NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
            CREATE ROLE {_role} LOGIN PASSWORD '{Password("one")}' IN ROLE tricorder_reader;
            GRANT ALL ON SCHEMA public TO {_role};
            """);
        Mount(Address("one"));
    }

    [TearDown]
    public void RemoveMount() => _mount.Delete(recursive: true);

    [Test]
    public async Task Password_RotatedWithItsFile_IsUsed()
    {
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionStringFile={File}");
        await StatusAsync(server, ComponentState.Ok, "");

        await RotateAsync("two");
        await StatusAsync(server, ComponentState.Down, "password authentication failed");
        Mount(Address("two"));

        await StatusAsync(server, ComponentState.Ok, "");
    }

    [Test]
    public async Task File_ThatMakesNoSense_IsToldAndTheAddressBeforeGoesOn()
    {
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionStringFile={File}");
        await StatusAsync(server, ComponentState.Ok, "");

        Mount("");
        await StatusAsync(server, ComponentState.Degraded, "is empty; the address before is used");
        Mount("Host=127.0.0.1;Userna");
        await StatusAsync(server, ComponentState.Degraded, "is not an address of a PostgreSQL database; the address before is used");
        Mount(Address("wrong"));
        var told = await StatusAsync(server, ComponentState.Degraded, "does not work: password authentication failed");
        Mount(Address("one"));

        await StatusAsync(server, ComponentState.Ok, "");
        Assert.That(told.Message, Does.Contain("ObservabilityDb:ConnectionStringFile").And.Not.Contain(Password("wrong")));
    }

    [Test]
    public async Task Address_OfAnotherDatabase_IsTakenOver_AndWhatIsUnderWayEnds()
    {
        await using var database = new ObservabilityDatabase(
            Options.Create(new ObservabilityDbOptions { ConnectionStringFile = File }),
            TimeProvider.System,
            NullLogger<ObservabilityDatabase>.Instance);
        await using var before = await database.OpenAsync(CancellationToken.None);
        var other = await PostgresCluster.Shared.CreateDatabaseAsync();

        Mount(Address("one").Replace(new Uri(_url).AbsolutePath[1..], new Uri(other).AbsolutePath[1..], StringComparison.Ordinal));
        await Eventually.TrueAsync(
            async () =>
            {
                await using var now = await database.OpenAsync(CancellationToken.None);
                return "/" + now.Database == new Uri(other).AbsolutePath;
            },
            "connections go to the other database");

        await using var command = new Npgsql.NpgsqlCommand("SELECT current_database()", before);
        Assert.That("/" + await command.ExecuteScalarAsync(), Is.EqualTo(new Uri(_url).AbsolutePath), "a connection that is open stays");
        Assert.That(database.Name, Does.EndWith(new Uri(other).AbsolutePath));
    }

    [Test]
    public async Task Password_RotatedWhileCallsAreUnderWay_NoneFails()
    {
        await using var database = new ObservabilityDatabase(
            Options.Create(new ObservabilityDbOptions { ConnectionStringFile = File }),
            TimeProvider.System,
            NullLogger<ObservabilityDatabase>.Instance);
        using var stop = new CancellationTokenSource();
        var steps = 0; // Odd while the database has the new password and the file the old one: a new connection must fail then.
        var calls = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var count = 0; ; count++)
            {
                if (stop.IsCancellationRequested)
                {
                    return count;
                }

                var step = Volatile.Read(ref steps);
                try
                {
                    await using var connection = await database.OpenAsync(CancellationToken.None);
                    await using var command = new Npgsql.NpgsqlCommand("SELECT pg_sleep(0.01)", connection);
                    await command.ExecuteNonQueryAsync();
                }
                catch (Npgsql.PostgresException e) when (e.SqlState == "28P01" && (step % 2 == 1 || step != Volatile.Read(ref steps)))
                {
                    // It began, or was under way, between the two.
                }
            }
        })).ToList();

        foreach (var word in new[] { "two", "three" })
        {
            Interlocked.Increment(ref steps);
            await PostgresCluster.ExecuteAsync(_url, $"ALTER ROLE {_role} PASSWORD '{Password(word)}'");
            Mount(Address(word));
            Interlocked.Increment(ref steps);
            await Eventually.TrueAsync(() => database.Address.Password == Password(word), "the new password is used");
        }

        await stop.CancelAsync();
        Assert.That(await Task.WhenAll(calls), Has.All.Positive);
    }

    /// <summary>What Npgsql knows is what the first connection of a pool was told; here that is not the truth.</summary>
    [Test]
    public async Task Status_OfADatabaseThatWasUpgraded_HasTheVersionOfToday()
    {
        await using var wire = PostgresWire.To(_url, version: "13.1");
        await using var server = await ServerProcess.StartAsync($"--ObservabilityDb:ConnectionString={wire.Url}");
        var number = int.Parse(
            (await PostgresCluster.ScalarAsync<string>(_url, "SHOW server_version_num"))!,
            System.Globalization.CultureInfo.InvariantCulture);

        var status = await StatusAsync(server, ComponentState.Ok, "PostgreSQL");

        Assert.That(status.Message, Does.Contain($"PostgreSQL {number / 10_000}.{number % 10_000}"));
    }

    private static string Password(string word) => PlantedSecrets.Add($"rotated-{word}-of-the-tests");

    private string Address(string word) =>
        $"Host=127.0.0.1;Port={new Uri(_url).Port};Username={_role};Password={Password(word)};Database={new Uri(_url).AbsolutePath[1..]}";

    private async Task RotateAsync(string word) => await PostgresCluster.ExecuteAsync(_url, $"""
        ALTER ROLE {_role} PASSWORD '{Password(word)}';
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{_role}';
        """);

    /// <summary>The file is a link through <c>..data</c>, which is renamed over: never is a file half there.</summary>
    private void Mount(string text)
    {
        var version = Directory.CreateDirectory(Path.Combine(_mount.FullName, "..v" + Guid.NewGuid().ToString("N")));
        System.IO.File.WriteAllText(Path.Combine(version.FullName, "url"), text);
        var link = Path.Combine(_mount.FullName, "..data_tmp");
        System.IO.File.CreateSymbolicLink(link, version.Name);
        using (var rename = System.Diagnostics.Process.Start("mv", ["-T", link, Path.Combine(_mount.FullName, "..data")]))
        {
            rename.WaitForExit();
            Assert.That(rename.ExitCode, Is.Zero);
        }

        if (!System.IO.File.Exists(File))
        {
            System.IO.File.CreateSymbolicLink(File, Path.Combine("..data", "url"));
        }
    }

    private static Task<ComponentStatus> StatusAsync(ServerProcess server, ComponentState state, string message) => Eventually.ResultAsync(
        async () => (await new StatusService.StatusServiceClient(server.Channel).GetServerStatusAsync(
            new GetServerStatusRequest(), ControlPlane.Options))
            .Components.Single(component => component.Name == "database"),
        component => component.State == state && component.Message.Contains(message, StringComparison.Ordinal),
        $"the database is {state}, {message}",
        Timeout);
}
