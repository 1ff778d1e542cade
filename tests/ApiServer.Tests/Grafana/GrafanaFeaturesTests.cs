using Tricorder.ApiServer.Grafana.Client;

namespace Tricorder.ApiServer.Tests.Grafana;

public class GrafanaFeaturesTests
{
    [TestCase("7.5.17", "postgres", false, false, false)]
    [TestCase("8.5.27", "postgres", false, false, true)]
    [TestCase("9.0.0", "postgres", false, true, true)]
    [TestCase("9.1.0", "postgres", true, true, true)]
    [TestCase("10.2.2", "postgres", true, true, true)]
    [TestCase("10.2.3", "grafana-postgresql-datasource", true, true, true)]
    [TestCase("11.2.9", "grafana-postgresql-datasource", true, true, true)]
    [TestCase("11.3.0-76761.patch01-77040", "grafana-postgresql-datasource", true, true, true)]
    [TestCase("v13.1.0+security-01", "grafana-postgresql-datasource", true, true, true)]
    public void Of_AVersion_KnowsWhatItCanDo(string version, string postgres, bool accounts, bool byUid, bool folderUid)
    {
        var features = GrafanaFeatures.Of(version)!;

        Assert.That(
            (features.PostgresType,
                features.HasServiceAccounts,
                features.HasDatasourcesByUid,
                features.HasFolderUidOnSave),
            Is.EqualTo((postgres, accounts, byUid, folderUid)));
    }

    [TestCase("")]
    [TestCase("latest")]
    [TestCase("13")]
    public void Of_WhatIsNoVersion_IsNull(string version) => Assert.That(GrafanaFeatures.Of(version), Is.Null);

    [TestCase("postgres", "grafana-postgresql-datasource", ExpectedResult = true)]
    [TestCase("prometheus", "prometheus", ExpectedResult = true)]
    [TestCase("postgres", "prometheus", ExpectedResult = false)]
    public bool IsSameType_OfTwoNames_KnowsBothOfPostgres(string one, string other) => GrafanaFeatures.IsSameType(one, other);
}
