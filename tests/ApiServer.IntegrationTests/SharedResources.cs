using Tricorder.ApiServer.IntegrationTests.Support;

// Each fixture has servers of its own. One that measures, or takes what others need, says so and why.
[assembly: Parallelizable(ParallelScope.Fixtures)]

namespace Tricorder.ApiServer.IntegrationTests;

/// <summary>Ends what tests share.</summary>
[SetUpFixture]
public sealed class SharedResources
{
    [OneTimeTearDown]
    public void StopPostgres() => PostgresCluster.StopShared();
}
