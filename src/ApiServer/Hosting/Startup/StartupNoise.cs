namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>
/// While the server starts, the host and Kestrel log a failure with its stack trace, and throw it too. What is thrown becomes the one
/// line an operator can act on (or is logged, when it is a defect), so until everything runs their own reports are left out.
/// </summary>
internal sealed class StartupNoise
{
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private volatile bool _running;

    public void Running() => _running = true;

    public static void Silence(WebApplicationBuilder builder)
    {
        var noise = new StartupNoise();
        builder.Services.AddSingleton(noise);
        foreach (var category in Categories)
        {
            builder.Logging.AddFilter(category, level => noise._running && level >= LogLevel.Warning);
        }
    }
}
