using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module revisions`.</summary>
internal static class ModuleRevisions
{
    public static Command Create() => new ApiCommand(
        "revisions",
        "List the kept revisions of a module, newest first.",
        "tricorder module revisions tcp-connect",
        "tricorder module diff tcp-connect --from 2 --to 3")
    {
        ModuleArguments.One,
    }.Runs(async (session, arguments, cancellationToken) =>
    {
        var module = await ModuleFinder.FindAsync(session, arguments.GetRequiredValue(ModuleArguments.One), cancellationToken);
        var revisions = await ListAsync(session, module.Id, cancellationToken);
        var answer = new ListModuleRevisionsResponse { Revisions = { revisions }, TotalSize = revisions.Count };
        var running = module.Lifecycle == ModuleLifecycle.Deployed ? module.Deployment.Revision : 0;
        session.Printer.Print(
            revisions,
            answer,
            revision => $"{revision.Revision}",
            [
                new Column<ModuleRevision>("REVISION", revision => $"{revision.Revision}"),
                new Column<ModuleRevision>("STATE", revision => revision.Revision == running ? "deployed" : "", Tone: _ => Tone.Good),
                new Column<ModuleRevision>("AGE", revision => Age.Of(revision.CreateTime)),
                new Column<ModuleRevision>("PROBES", Probes),
                new Column<ModuleRevision>("COLUMNS", Fields, IsWide: true),
            ],
            empty: "There are no revisions.");
        return ExitCode.Ok;
    });

    public static Task<List<ModuleRevision>> ListAsync(Session session, string moduleId, CancellationToken cancellationToken) =>
        Pages.ListAsync(
            token => session.Client.Modules.ListModuleRevisionsAsync(
                new ListModuleRevisionsRequest { ModuleId = moduleId, PageSize = Pages.Size, PageToken = token },
                cancellationToken: cancellationToken),
            page => page.Revisions,
            page => page.NextPageToken);

    private static string Fields(ModuleRevision revision) =>
        string.Join(", ", revision.Module.OutputSchema.Fields.Select(field => field.Name));

    private static string Probes(ModuleRevision revision) =>
        string.Join(", ", revision.Module.Ebpf.Probes.Select(probe => $"{EnumText.Of(probe.Type)} {probe.Target}".TrimEnd()));
}
