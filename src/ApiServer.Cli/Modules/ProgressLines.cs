using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>A line when a phase is reached, and now and then between.</summary>
internal sealed class ProgressLines(TextWriter writer, IReadOnlyDictionary<string, string> names) : ProgressView
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, (DeploymentPhase Phase, string Line, long Time)> _told = [];

    public override void Show(IReadOnlyDictionary<string, Deployment> deployments)
    {
        foreach (var (id, deployment) in deployments)
        {
            var line = Line(id, deployment);
            var last = _told.GetValueOrDefault(id);
            if (line != last.Line && (deployment.Phase != last.Phase || TimeProvider.System.GetElapsedTime(last.Time) >= Pause))
            {
                Print(id, deployment, line);
            }
        }
    }

    public override void GiveUp(IReadOnlyDictionary<string, Deployment> deployments)
    {
        foreach (var (id, deployment) in deployments)
        {
            if (Line(id, deployment) is var line && line != _told.GetValueOrDefault(id).Line)
            {
                Print(id, deployment, line);
            }
        }
    }

    public override void Stale(ApiError? error)
    {
        if (ChangeLines.IsAway(error))
        {
            writer.WriteLine(ChangeLines.Away(error!));
        }
    }

    private string Line(string id, Deployment deployment) => $"{names[id]}: {Phase(deployment)}, {Describe(deployment)}";

    private void Print(string id, Deployment deployment, string line)
    {
        writer.WriteLine(line);
        _told[id] = (deployment.Phase, line, TimeProvider.System.GetTimestamp());
    }
}
