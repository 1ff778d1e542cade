using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Modules;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Grafana;

/// <summary>`grafana dashboard create`.</summary>
internal static class DashboardCreate
{
    public static Command Create()
    {
        var module = new Argument<string?>("module")
        {
            Description = "Name or id of the module whose rows it shows; or give --built-in.",
            HelpName = "module",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Completions.Modules },
        };
        var builtIn = new Option<string?>("--built-in")
        {
            Description = "A dashboard that comes with the server: kubernetes or fleet.",
            HelpName = "name",
        };
        builtIn.CompletionSources.Add("kubernetes", "fleet");
        var overwrite = new Option<bool>("--overwrite-edits") { Description = "Rewrite it even when somebody edited it in Grafana." };
        var command = new ApiCommand(
            "create",
            "Create or rewrite the dashboard of a module, or one that comes with the server.",
            "tricorder grafana dashboard create tcp-connect",
            "tricorder grafana dashboard create tcp-connect --overwrite-edits",
            "tricorder grafana dashboard create --built-in fleet")
        {
            module,
            builtIn,
            overwrite,
        };
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var (name, own) = (arguments.GetValue(module), arguments.GetValue(builtIn));
            if (name is null == own is null)
            {
                throw new CliException(ExitCode.WrongUsage, "Give a module or --built-in, one of the two");
            }

            var request = new CreateDashboardRequest
            {
                ModuleId = name is null ? "" : (await ModuleFinder.FindAsync(session, name, cancellationToken)).Id,
                BuiltIn = own ?? "",
                OverwriteEdits = arguments.GetValue(overwrite),
            };
            var answer = await session.Client.Grafana.CreateDashboardAsync(request, cancellationToken: cancellationToken);
            session.Printer.Done($"Dashboard '{answer.Dashboard.Name}' is at {answer.Dashboard.Url}", answer.Dashboard.Uid, answer);
            return ExitCode.Ok;
        });
    }
}
