using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests;

/// <summary>Ends what tests share.</summary>
[SetUpFixture]
public sealed class SharedResources
{
    [OneTimeTearDown]
    public void StopPostgres() => PostgresCluster.StopShared();
}
