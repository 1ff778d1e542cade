using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage.StoreCompliance;

[ComplianceOf(typeof(GenerationCounter))]
internal sealed class GenerationCounterCompliance(StoreEngine engine) : StoreComplianceFixture(engine)
{
    [Test]
    public async Task Last_Empty_IsZero() => Assert.That(await LastAsync(), Is.Zero);

    [Test]
    public async Task Next_Repeated_OnlyGrows()
    {
        var first = await WriteAsync(GenerationCounter.Next);
        var (second, third) = await WriteAsync(unit => (GenerationCounter.Next(unit), GenerationCounter.Next(unit)));

        Assert.That((first, second, third), Is.EqualTo((1L, 2L, 3L)));
        Assert.That(await LastAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task Next_RolledBack_IsGivenAgain()
    {
        RollBack(unit => GenerationCounter.Next(unit));

        Assert.That(await LastAsync(), Is.Zero);
        Assert.That(await WriteAsync(GenerationCounter.Next), Is.EqualTo(1));
    }

    protected override void Begin()
    {
    }

    private Task<long> LastAsync() => GenerationCounter.LastAsync(Database, CancellationToken.None);
}
