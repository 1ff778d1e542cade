using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module validate`.</summary>
internal static class ModuleValidate
{
    public static Command Create()
    {
        var command = new ApiCommand(
            "validate",
            "Tell everything that is wrong with manifests, as compilers do, and change nothing. Exit status 2 when one would be refused.",
            "tricorder module validate -f samples/tcp-connect",
            "tricorder module validate -f modules/ -o json");
        ManifestOptions.AddTo(command, isRequired: true);
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var all = new ValidateModuleResponse();
            foreach (var manifest in ManifestOptions.Read(arguments))
            {
                var known = await ModuleFinder.TryFindAsync(session, manifest.Module.Name, cancellationToken);
                var findings = await Findings.OfAsync(session, manifest, known, cancellationToken);
                all.Findings.Add(findings);
                if (session.Printer.IsTable)
                {
                    foreach (var finding in findings)
                    {
                        session.Terminal.Out.WriteLine(FindingText.Of(finding, manifest));
                    }

                    session.Terminal.Error.WriteLine(
                        $"{manifest.Module.Name}: {(findings.Count == 0 ? "nothing is wrong" : Count(findings))}");
                }
            }

            if (!session.Printer.IsTable)
            {
                session.Printer.Print(all.Findings, all, finding => finding.Code, [], empty: "");
            }

            return all.Findings.Any(finding => finding.Severity == FindingSeverity.Error) ? ExitCode.WrongUsage : ExitCode.Ok;
        });
    }

    private static string Count(IReadOnlyList<Finding> findings)
    {
        var errors = findings.Count(finding => finding.Severity == FindingSeverity.Error);
        return $"{errors} errors, {findings.Count - errors} warnings and remarks";
    }
}
