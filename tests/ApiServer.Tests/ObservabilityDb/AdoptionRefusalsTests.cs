using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Tricorder.ApiServer.ObservabilityDb.Connections;
using Tricorder.ApiServer.ObservabilityDb.Tables;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

internal sealed class AdoptionRefusalsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public void Find_RefusalOfAnHourAgo_IsForgotten()
    {
        var refusals = new AdoptionRefusals(_clock);
        refusals.Note("t", Features("2.15.3"), new Refusal("no", IsPassing: false));
        var before = refusals.Find("t", Features("2.15.3"));

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.That((before, refusals.Find("t", Features("2.15.3"))), Is.EqualTo(("no", "")));
    }

    [Test]
    public void Find_RefusalOfAnotherVersion_IsForgotten()
    {
        var refusals = new AdoptionRefusals(_clock);
        refusals.Note("t", Features("2.15.3"), new Refusal("no", IsPassing: false));

        Assert.That(refusals.Find("t", Features("2.22.2")), Is.Empty);
    }

    [Test]
    public void Find_WhatFailedForTheMoment_IsForgottenAfterAMinute()
    {
        var refusals = new AdoptionRefusals(_clock);
        refusals.Note("t", Features("2.15.3"), new Refusal("no", IsPassing: true));
        _clock.Advance(TimeSpan.FromSeconds(59));
        var before = refusals.Find("t", Features("2.15.3"));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That((before, refusals.Find("t", Features("2.15.3"))), Is.EqualTo(("no", "")));
    }

    [TestCase("55P03", Description = "lock_not_available")]
    [TestCase("57014", Description = "query_canceled")]
    [TestCase("40P01", Description = "deadlock_detected")]
    [TestCase("40001", Description = "serialization_failure")]
    [TestCase("08006", Description = "connection_failure")]
    [TestCase("57P01", Description = "admin_shutdown")]
    [TestCase("53300", Description = "too_many_connections")]
    [TestCase("53200", Description = "out_of_memory")]
    [TestCase("58030", Description = "io_error")]
    public void Of_WhatElseWentOn_IsPassing(string sqlState) => Assert.That(Of(sqlState).IsPassing);

    [TestCase("0A000", Description = "feature_not_supported")]
    [TestCase("42501", Description = "insufficient_privilege")]
    [TestCase("TS103", Description = "of TimescaleDB: a unique index without the time")]
    [TestCase("55000", Description = "object_not_in_prerequisite_state")]
    public void Of_WhatTheTableIs_StaysSo(string sqlState) =>
        Assert.That(Of(sqlState), Is.EqualTo(new Refusal("It is no hypertable: no.", IsPassing: false)));

    private static Refusal Of(string sqlState) =>
        Refusal.Of("It is no hypertable", new PostgresException("no", "ERROR", "ERROR", sqlState));

    private static DatabaseFeatures Features(string timescale) => new(new Version(15, 1), timescale, "public", true, false, [], false);
}
