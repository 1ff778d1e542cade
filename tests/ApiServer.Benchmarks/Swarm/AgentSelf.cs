using System.Security.Cryptography.X509Certificates;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Swarm;

/// <summary>What an agent keeps when it loses its connection: who it is and what it runs.</summary>
internal sealed class AgentSelf(int index)
{
    private readonly string _id = Guid.CreateVersion7().ToString();
    private readonly string _podUid = Guid.NewGuid().ToString();

    public int Index => index;

    public string NodeName { get; } = FormattableString.Invariant($"node-{index}");

    /// <summary>Of its node; null until it needs one.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public OrderUpdate? Runs { get; set; }

    public void MakeCertificate() => Certificate ??= BenchCertificates.Current.Agent(NodeName);

    public Hello Hello()
    {
        var hello = new Hello
        {
            AgentId = _id,
            NodeName = NodeName,
            PodUid = _podUid,
            Version = "1.0.0",
            KernelRelease = "6.1.0",
            Architecture = "x86_64",
        };
        if (Runs is { } runs)
        {
            hello.Running.Add(new RunningModule { ModuleId = runs.ModuleId, Revision = runs.Revision });
        }

        return hello;
    }
}
