using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.ObservabilityDb.Connections;

namespace Tricorder.ApiServer.Tests.ObservabilityDb;

internal sealed class DatabaseFailureTests
{
    [Test]
    public void Explain_TheServersOwnStoreRefused_DoesNotBlameTheDatabase() => Assert.That(
        DatabaseFailure.Explain(new UnavailableException("STORE_FULL", "The disk that holds the server's database is full.")).Reason,
        Is.EqualTo("STORE_FULL"));
}
