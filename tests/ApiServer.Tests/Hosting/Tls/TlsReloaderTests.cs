using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Tricorder.ApiServer.Hosting.Tls;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Hosting.Tls;

public sealed class TlsReloaderTests
{
    [Test]
    public async Task Reconcile_CertificateEndsSoon_RemindsOnceADay()
    {
        using var directory = new TempDirectory();
        using var logs = new LogRecorder();
        using var ca = TestCa.Root("ca");
        using var certificate = ca.Sign("CN=localhost", TestCa.ServerAuthentication); // For ten days from now on.
        await File.WriteAllTextAsync(directory.File("cert.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(directory.File("key.pem"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var options = new TlsOptions { CertificateFile = directory.File("cert.pem"), KeyFile = directory.File("key.pem") };
        var clock = new FakeTimeProvider(TestCa.Now);
        var files = new TlsFiles(Options.Create(options), logs.For<TlsFiles>());
        var reloader = new TlsReloader(files, clock, logs.For<TlsReloader>());
        List<int> reminders = [];

        foreach (var hours in new[] { 0, 48, 26, 1, 24 })
        {
            clock.Advance(TimeSpan.FromHours(hours));
            await reloader.ReconcileAsync(CancellationToken.None);
            reminders.Add(logs.Entries.Count(entry => entry.Message.Contains("ends at", StringComparison.Ordinal)));
        }

        Assert.That(reminders, Is.EqualTo(new[] { 0, 0, 1, 1, 2 }));
    }
}
