using System.CommandLine;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static Option<Uri?> Server { get; } = OptionKinds.Address(
        "--server", "Address of the server's gRPC port, such as https://apiserver:50051.", "-s");

    public static Option<string?> Context { get; } = new("--context")
    {
        Description = "Name of the context to use; `tricorder config list` shows them.",
        HelpName = "name",
        Recursive = true,
    };

    public static Option<TimeSpan?> Timeout { get; } = OptionKinds.Time(
        "--timeout", "How long the command may take, such as 10s or 5m. Usual: 30s, 5m with --wait, no limit while following.");

    public static Option<OutputFormat> Output { get; } = OptionKinds.Choice<OutputFormat>(
        "--output", "How to print: table, wide, json (protobuf JSON of the API), yaml or name. Usual: table.", "-o");

    public static void AddTo(Command root)
    {
        foreach (Option option in (Option[])[Server, Context, Output, Timeout])
        {
            option.Recursive = true;
            root.Options.Add(option);
        }
    }
}
