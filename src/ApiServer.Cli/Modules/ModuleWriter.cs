using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Creates and changes modules as manifests declare them.</summary>
internal sealed class ModuleWriter(Session session, WriteMode mode)
{
    private const string EveryField = "*";
    private const int MaxRaces = 5;

    /// <summary>
    /// Checks all manifests on the server; when one would be refused, an error tells every finding and nothing is changed.
    /// </summary>
    public async Task CheckAsync(IReadOnlyList<Manifest> manifests, CancellationToken cancellationToken)
    {
        var refused = 0;
        foreach (var manifest in manifests)
        {
            var known = await ModuleFinder.TryFindAsync(session, manifest.Module.Name, cancellationToken);
            MindMode(manifest.Module.Name, known is not null);
            var findings = await Findings.OfAsync(session, manifest, known, cancellationToken);
            Findings.Print(session, manifest, findings);
            refused += findings.Any(finding => finding.Severity == FindingSeverity.Error) ? 1 : 0;
        }

        if (refused > 0)
        {
            throw new CliException(ExitCode.WrongUsage, $"{refused} of {manifests.Count} modules would be refused; nothing was changed");
        }
    }

    /// <summary>
    /// Writes one module, and says what became of it. What somebody else did between reading and writing is read, and it is written again:
    /// the manifest says how the module should be, whatever it was.
    /// </summary>
    public async Task<Module> WriteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        for (var races = 1; ; races++)
        {
            try
            {
                return await TryWriteAsync(manifest, cancellationToken);
            }
            catch (RpcException exception) when (races < MaxRaces && IsLostRace(exception.StatusCode))
            {
                session.Terminal.Error.WriteLine($"{manifest.Module.Name}: somebody else changed it meanwhile; trying again");
            }
        }
    }

    private bool IsLostRace(StatusCode code) => mode switch
    {
        WriteMode.Update => code == StatusCode.Aborted,
        WriteMode.Apply => code is StatusCode.Aborted or StatusCode.AlreadyExists or StatusCode.NotFound,
        _ => false,
    };

    private async Task<Module> TryWriteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        var name = manifest.Module.Name;
        var known = mode == WriteMode.Create ? null : await ModuleFinder.TryFindAsync(session, name, cancellationToken);
        if (known is not null)
        {
            return await UpdateAsync(manifest, known, cancellationToken);
        }

        if (mode == WriteMode.Update)
        {
            throw Missing(name);
        }

        var request = new CreateModuleRequest { Module = manifest.Module };
        var answer = await session.Client.Modules.CreateModuleAsync(request, cancellationToken: cancellationToken);
        Findings.Print(session, manifest, answer.Findings);
        session.Printer.Done($"{name}: created");
        return answer.Module;
    }

    /// <summary>Whether a module of that name is there as the command needs it.</summary>
    private void MindMode(string name, bool isThere)
    {
        if (mode == WriteMode.Create && isThere)
        {
            throw new CliException(
                ExitCode.Conflict, $"There is a module '{name}' already", "Change it with `tricorder module update` or `tricorder apply`.");
        }

        if (mode == WriteMode.Update && !isThere)
        {
            throw Missing(name);
        }
    }

    private static CliException Missing(string name) => new(
        ExitCode.NotFound, $"There is no module '{name}' to update", "Create it with `tricorder module create` or `tricorder apply`.");

    private async Task<Module> UpdateAsync(Manifest manifest, Module known, CancellationToken cancellationToken)
    {
        var module = manifest.Module.Clone();
        module.Id = known.Id;
        var request = new UpdateModuleRequest { Module = module, Etag = known.Etag, UpdateMask = new() { Paths = { EveryField } } };
        var answer = await session.Client.Modules.UpdateModuleAsync(request, cancellationToken: cancellationToken);
        Findings.Print(session, manifest, answer.Findings);
        session.Printer.Done(answer.Module.Etag == known.Etag ? $"{known.Name}: unchanged"
            : answer.Module.Revision == known.Revision ? $"{known.Name}: changed, without a new revision"
            : $"{known.Name}: changed, revision {answer.Module.Revision} is new");
        return answer.Module;
    }
}
