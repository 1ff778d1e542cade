using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Cli.Completion;

/// <summary>`completion`: the script that makes a shell ask this program what could come next.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = OptionKinds.ChoiceArgument<Shell>("shell", "Which shell: bash, zsh or fish.");
        var command = new ApiCommand(
            "completion",
            "Print a script that completes commands, options, and the names of modules, nodes and contexts.",
            "source <(tricorder completion bash)                                  # bash: in ~/.bashrc",
            "tricorder completion zsh > \"${fpath[1]}/_tricorder\"                  # zsh",
            "tricorder completion fish > ~/.config/fish/completions/tricorder.fish")
        {
            shell,
        };
        return command.Runs((session, arguments, _) =>
        {
            session.Terminal.Out.Write(CompletionScripts.Of(arguments.GetValue(shell)));
            return Task.FromResult(ExitCode.Ok);
        });
    }
}
