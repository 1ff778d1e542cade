using System.Text.Json.Nodes;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>What manifests would change on the server.</summary>
internal static class ManifestDiff
{
    /// <summary>
    /// Prints it for each: for people as `diff -u` does, for programs as one document with the name, the action (<c>create</c>,
    /// <c>update</c> or <c>none</c>) and the difference. Returns whether anything would change.
    /// </summary>
    public static async Task<bool> ShowAsync(Session session, IReadOnlyList<Manifest> manifests, CancellationToken cancellationToken)
    {
        var changes = new List<ModuleChange>();
        foreach (var manifest in manifests)
        {
            var change = await OfAsync(session, manifest, cancellationToken);
            changes.Add(change);
            if (session.Printer.IsTable && !UnifiedDiff.Write(session.Terminal, change.Before, change.From, change.After, change.To))
            {
                session.Terminal.Error.WriteLine($"{manifest.Module.Name}: nothing would change");
            }
        }

        var different = changes.Where(change => change.IsDifferent).ToList();
        if (session.Printer.Format == OutputFormat.Name)
        {
            different.ForEach(change => session.Terminal.Out.WriteLine(SafeText.OneLine(change.Name)));
        }
        else if (!session.Printer.IsTable)
        {
            session.Printer.Print(new JsonObject { ["modules"] = new JsonArray([.. changes.Select(change => change.Document())]) });
        }

        return different.Count > 0;
    }

    private static async Task<ModuleChange> OfAsync(Session session, Manifest manifest, CancellationToken cancellationToken)
    {
        var name = manifest.Module.Name;
        var known = await ModuleFinder.TryFindAsync(session, name, cancellationToken);
        var stored = known is null ? null : (await session.Client.Modules.GetModuleAsync(
            new GetModuleRequest { ModuleId = known.Id, View = ModuleView.Full }, cancellationToken: cancellationToken)).Module;
        return new ModuleChange(
            name,
            stored is null ? "create" : "update",
            stored is null ? "nothing: it would be created" : $"{name}, revision {stored.Revision}",
            stored is null ? "" : DeclaredText.Of(stored),
            manifest.File,
            DeclaredText.Of(manifest.Module));
    }
}
