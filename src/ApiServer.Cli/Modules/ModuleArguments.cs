using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Arguments and options that commands about modules share.</summary>
internal static class ModuleArguments
{
    public static Argument<string> One { get; } = new("module")
    {
        HelpName = "module",
        Description = "Name or id of the module.",
        CompletionSources = { Completions.Modules },
    };

    public static Argument<string[]> Many { get; } = new("modules")
    {
        HelpName = "modules",
        Description = "Names or ids of modules.",
        Arity = ArgumentArity.ZeroOrMore,
        CompletionSources = { Completions.Modules },
    };

    public static Option<bool> All { get; } = new("--all", "-a") { Description = "All modules there are." };

    /// <summary>Adds <see cref="Many"/> and <see cref="All"/>: one of them must be given.</summary>
    public static ApiCommand TakesMany(this ApiCommand command)
    {
        command.Add(Many);
        command.Add(All);
        command.Validators.Add(result =>
        {
            if (result.GetValue(All) == result.GetValue(Many) is [_, ..])
            {
                result.AddError(
                    result.GetValue(All) ? "Name modules or give --all, not both." : "Name one or more modules, or give --all.");
            }
        });
        return command;
    }

    /// <summary>The modules that the command line names, in the BASIC view.</summary>
    public static async Task<IReadOnlyList<Module>> FindAsync(
        Session session, ParseResult arguments, CancellationToken cancellationToken) =>
        arguments.GetValue(All)
            ? await ModuleFinder.ListAsync(session, new ListModulesRequest(), cancellationToken)
            : await ModuleFinder.FindAsync(session, arguments.GetValue(Many) ?? [], cancellationToken);
}
