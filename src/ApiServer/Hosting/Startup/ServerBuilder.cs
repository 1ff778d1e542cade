using Microsoft.Extensions.Logging.Console;
using Tricorder.ApiServer.Hosting.Configuration;

namespace Tricorder.ApiServer.Hosting.Startup;

/// <summary>
/// The host before any room is added. It starts from nothing instead of from ASP.NET Core's defaults: those read ASPNETCORE_* variables
/// and files of the current directory, which are none of ours, and cost time at every start.
/// </summary>
internal static class ServerBuilder
{
    public static WebApplicationBuilder Create(IReadOnlyDictionary<string, string?> commandLine)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ServerBuilder).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        ServerConfiguration.Load(builder.Configuration, commandLine);
        LogLevels.Check(builder.Configuration);
        AddLogging(builder);
        return builder;
    }

    private static void AddLogging(WebApplicationBuilder builder)
    {
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddConsole(console => console.FormatterName = RedactingFormatter.FormatterName)
            .AddConsoleFormatter<RedactingFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            // stdout belongs to the one line that says ready.
            console.LogToStandardErrorThreshold = LogLevel.Trace;

            // Nobody reading stderr must not stop the server.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = 10_000;
        });
        StartupNoise.Silence(builder);
    }
}
