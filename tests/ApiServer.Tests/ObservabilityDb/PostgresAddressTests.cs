using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

internal sealed class PostgresAddressTests
{
    [TestCase(
        "postgresql://u:p%40ss%2Fw@db.example:6543/rows?sslmode=verify-full&application_name=x", "db.example", 6543, "u", "p@ss/w", "rows")]
    [TestCase("postgres://u@db", "db", 5432, "u", null, null)]
    [TestCase("postgresql://[::1]/rows", "::1", 5432, null, null, "rows")]
    [TestCase("Host=db;Port=1;Username=u;Password=p;Database=rows", "db", 1, "u", "p", "rows")]
    public void Parse_BothForms(string text, string host, int port, string? user, string? password, string? database)
    {
        var parsed = PostgresAddress.Parse(text);

        Assert.That(
            (parsed.Host, parsed.Port, parsed.Username, parsed.Password, parsed.Database),
            Is.EqualTo((host, port, user, password, database)));
    }

    [Test]
    public void Parse_SslMode_IsTheUrls() =>
        Assert.That(PostgresAddress.Parse("postgresql://db/x?sslmode=verify-full").SslMode, Is.EqualTo(Npgsql.SslMode.VerifyFull));

    [TestCase("nonsense")]
    [TestCase("Hosst=db;Password=hunter2")]
    [TestCase("postgresql://")]
    [TestCase("postgresql://db/x?sslmode=maybe")]
    [TestCase("postgresql://u:hunter2@db:notaport/x")]
    [TestCase("Username=u;Password=hunter2")]
    [TestCase("Host=db;Password=hunter2;Minimum Pool Size=50", Description = "more than the pool's limit")]
    [TestCase("Host=db;Password=hunter2;Multiplexing=true;Pooling=false")]
    [TestCase("postgresql://db/x?password=hunter2")]
    public void Problem_Wrong_IsToldWithoutTheText(string text)
    {
        Assert.That(PostgresAddress.Problem(text), Is.Not.Null.And.Not.Contains("hunter2"));
        Assert.That(
            new ObservabilityDbOptionsValidator().Validate(null, new ObservabilityDbOptions { ConnectionString = text }).FailureMessage,
            Does.Contain("ObservabilityDb:ConnectionString").And.Not.Contain("hunter2"));
    }

    [Test]
    public void Quote_Anything_StaysOneName()
    {
        Assert.That(SqlIdentifier.Quote("a\"; DROP TABLE t; --"), Is.EqualTo("\"a\"\"; DROP TABLE t; --\""));
        Assert.Throws<ArgumentException>(() => SqlIdentifier.Quote("a\0"));
    }
}
