using System.Reflection;
using Tricorder.ApiServer.Tests.Architecture;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

/// <summary>A Store without a fixture here would be held to its promises on one engine only.</summary>
internal sealed class StoreComplianceTests
{
    /// <summary>The part of a Store that only reads; it is exercised through that Store.</summary>
    private static readonly string[] Parts = ["RevisionSql"];

    [Test]
    public void Stores_OfTheServer_AllHaveAFixture()
    {
        var covered = typeof(StoreComplianceTests).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<ComplianceOfAttribute>())
            .Select(attribute => attribute.Store);

        Assert.That(
            StoreSql.Holders.Where(type => !Parts.Contains(type.Name)).Select(type => type.FullName),
            Is.EquivalentTo(covered.Select(type => type.FullName)));
    }

    [Test]
    public void Fixtures_OfThisFolder_SayWhatTheyExercise()
    {
        var silent = typeof(StoreComplianceTests).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(StoreComplianceFixture)) && !type.GetCustomAttributes<ComplianceOfAttribute>().Any());

        Assert.That(silent, Is.Empty);
    }
}
