namespace Tricorder.ApiServer.Hosting.Configuration;

/// <summary>What a command line asks for instead of a running server.</summary>
internal enum CommandLineQuestion
{
    None,
    Help,
    Version,
}
