using Microsoft.Extensions.Logging;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Common;

internal sealed class SecretFileWatchTests
{
    [Test]
    public async Task Reconcile_TellsWhatChanged_AndOnceWhatIsWrong_AndNeverTheSecret()
    {
        var file = Path.Combine(Path.GetTempPath(), $"secret-{Guid.NewGuid():N}");
        using var log = new LogRecorder();
        var watch = new SecretFileWatch([new SecretFileWatch.Watched("Grafana:TokenFile", file)], log.For<SecretFileWatch>());

        foreach (var text in new[] { "first", "first", "second", "", "", "second" })
        {
            await File.WriteAllTextAsync(file, text);
            await watch.ReconcileAsync(CancellationToken.None);
        }

        File.Delete(file);
        await watch.ReconcileAsync(CancellationToken.None);

        Assert.That(log.Entries, Is.EqualTo(new[]
        {
            (LogLevel.Information, "The file that Grafana:TokenFile names has changed; what it says now is used"),
            (LogLevel.Warning, $"The file that Grafana:TokenFile names, {file}, is empty; what it said before is used"),
            (LogLevel.Warning, $"The file that Grafana:TokenFile names, {file}, is not there; what it said before is used"),
        }));
    }
}
