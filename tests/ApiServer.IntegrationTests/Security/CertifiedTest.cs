using Tricorder.ApiServer.IntegrationTests.Support;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>A server of its own that knows agents by certificates of its own CA.</summary>
public abstract class CertifiedTest
{
    private protected TestCertificates Certificates { get; private set; } = null!;

    private protected SecuredServer Server { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Certificates = new TestCertificates();
        Server = await SecuredServer.StartAsync(Certificates, "--Security:FailedLoginsPerMinute=60000");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        Certificates.Dispose();
    }
}
