using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>What the server finds in a manifest.</summary>
internal static class Findings
{
    /// <summary>Asks the server. <paramref name="known"/> is the module that is there under this name, if there is one.</summary>
    public static async Task<IReadOnlyList<Finding>> OfAsync(
        Session session, Manifest manifest, Module? known, CancellationToken cancellationToken)
    {
        // It is not in its own way.
        var request = new ValidateModuleRequest { Module = manifest.Module.Clone() };
        request.Module.Id = known?.Id ?? "";
        return (await session.Client.Modules.ValidateModuleAsync(request, cancellationToken: cancellationToken)).Findings;
    }

    /// <summary>One line each, beside the output.</summary>
    public static void Print(Session session, Manifest manifest, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            session.Terminal.Error.WriteLine(FindingText.Of(finding, manifest));
        }
    }
}
