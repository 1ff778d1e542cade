using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Tests.Storage;

namespace Tricorder.ApiServer.Tests.Events;

internal sealed class EventsRoomTests
{
    [Test]
    public async Task AddEvents_HostStarted_EventsAreKeptAsConfigured()
    {
        using var directory = new TempDirectory();
        using var host = Host(directory, new("Events:KeepFor", "7.00:00:00"), new("Events:KeepAtMost", "500"));

        await host.StartAsync();

        Assert.That(
            host.Services.GetRequiredService<IOptions<EventOptions>>().Value,
            Is.EqualTo(new EventOptions { KeepFor = TimeSpan.FromDays(7), KeepAtMost = 500 }));
        await host.StopAsync();
    }

    [TestCase("Events:KeepFor", "00:00:00")]
    [TestCase("Events:KeepFor", "10000.00:00:00")]
    [TestCase("Events:KeepAtMost", "0")]
    public void AddEvents_WrongOption_DoesNotStartAndNamesTheKey(string key, string value)
    {
        using var directory = new TempDirectory();
        using var host = Host(directory, new KeyValuePair<string, string?>(key, value));

        var refusal = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())!;

        Assert.That(refusal.Message, Does.Contain(key).And.Contain("for example"));
    }

    private static IHost Host(TempDirectory directory, params KeyValuePair<string, string?>[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Storage:SqlitePath", directory.File("apiserver.db")), .. settings]);
        builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
            .AddStorage(builder.Configuration).AddChanges().AddEvents(builder.Configuration);
        return builder.Build();
    }
}
