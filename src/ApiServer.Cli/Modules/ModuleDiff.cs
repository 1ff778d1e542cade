using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module diff`.</summary>
internal static class ModuleDiff
{
    public static Command Create()
    {
        var module = new Argument<string?>("module")
        {
            HelpName = "module",
            Description = "Name or id of the module, to compare its revisions.",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Completions.Modules },
        };
        var from = OptionKinds.Number(
            "--from", "Revision to compare; 0 is the one that should run now.", usual: 0, least: 0, most: int.MaxValue);
        var to = OptionKinds.Number("--to", "Revision to compare with; 0 is the newest.", usual: 0, least: 0, most: int.MaxValue);
        var command = new ApiCommand(
            "diff",
            "Show what manifests would change, or how two revisions differ. Exit status 8 when there are differences.",
            "tricorder module diff -f samples/tcp-connect",
            "tricorder module diff tcp-connect                 # what deploying it would change",
            "tricorder module diff tcp-connect --from 2 --to 3")
        {
            module,
            from,
            to,
        };
        ManifestOptions.AddTo(command, isRequired: false);
        command.Validators.Add(result =>
        {
            if (result.GetValue(ManifestOptions.Files) is [_, ..] == (result.GetValue(module) is not null))
            {
                result.AddError("Name a module, to compare its revisions, or manifests with --file.");
            }
        });
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            if (arguments.GetValue(module) is not { } name)
            {
                return await ManifestDiff.ShowAsync(session, ManifestOptions.Read(arguments), cancellationToken)
                    ? ExitCode.Different
                    : ExitCode.Ok;
            }

            var found = await ModuleFinder.FindAsync(session, name, cancellationToken);
            var running = found.Lifecycle == ModuleLifecycle.Deployed ? found.Deployment.Revision : Math.Max(1, found.Revision - 1);
            var (first, second) = (Or(arguments.GetValue(from), running), Or(arguments.GetValue(to), found.Revision));
            var revisions = await ReadAsync(session, found, [first, second], cancellationToken);
            var change = new ModuleChange(
                found.Name,
                "deploy",
                $"{found.Name}, revision {first}",
                revisions[first],
                $"{found.Name}, revision {second}",
                revisions[second]);
            session.Printer.Print(
                () => session.Printer.Print(change.Document()),
                found.Name,
                () => UnifiedDiff.Write(session.Terminal, change.Before, change.From, change.After, change.To));
            if (!change.IsDifferent)
            {
                session.Terminal.Error.WriteLine(
                    first == second ? $"{found.Name}: revision {first} is what runs and the newest" : "There is no difference.");
            }

            return change.IsDifferent ? ExitCode.Different : ExitCode.Ok;
        });
    }

    private static int Or(int given, int usual) => given > 0 ? given : usual;

    /// <summary>The texts of revisions; with sources they are large, so pages are read only as far as needed.</summary>
    private static async Task<Dictionary<int, string>> ReadAsync(
        Session session, Module module, int[] wanted, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, string>();
        var request = new ListModuleRevisionsRequest { ModuleId = module.Id, View = ModuleView.Full };
        await Pages.ReadAsync(
            token =>
            {
                request.PageToken = token;
                return session.Client.Modules.ListModuleRevisionsAsync(request, cancellationToken: cancellationToken);
            },
            page =>
            {
                foreach (var revision in page.Revisions.Where(revision => wanted.Contains(revision.Revision)))
                {
                    found[revision.Revision] = DeclaredText.Of(revision.Module);
                }

                return wanted.All(found.ContainsKey) ? "" : page.NextPageToken;
            });
        var missing = wanted.Where(revision => !found.ContainsKey(revision)).ToList();
        return missing.Count == 0 ? found : throw new CliException(
            ExitCode.NotFound, $"Revision {missing[0]} of '{module.Name}' is not kept", $"See tricorder module revisions {module.Name}.");
    }
}
