using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>What manifests would change on the server.</summary>
internal static class ManifestDiff
{
    /// <summary>Prints it for each; returns whether anything would change.</summary>
    public static async Task<bool> ShowAsync(Session session, IReadOnlyList<Manifest> manifests, CancellationToken cancellationToken)
    {
        var isDifferent = false;
        foreach (var manifest in manifests)
        {
            var name = manifest.Module.Name;
            var known = await ModuleFinder.TryFindAsync(session, name, cancellationToken);
            var stored = known is null ? null : (await session.Client.Modules.GetModuleAsync(
                new GetModuleRequest { ModuleId = known.Id, View = ModuleView.Full }, cancellationToken: cancellationToken)).Module;
            var before = stored is null ? "" : DeclaredText.Of(stored);
            var source = stored is null ? "nothing: it would be created" : $"{name}, revision {stored.Revision}";
            if (UnifiedDiff.Write(session.Terminal, before, source, DeclaredText.Of(manifest.Module), manifest.File))
            {
                isDifferent = true;
            }
            else
            {
                session.Terminal.Error.WriteLine($"{name}: nothing would change");
            }
        }

        return isDifferent;
    }
}
