namespace Tricorder.ApiServer.Deployments.State;

/// <summary>Agents by what became of a module there. OFFLINE agents are counted apart, TERMINATED ones not at all.</summary>
internal readonly record struct InstanceCounts(int Pending, int InProgress, int Succeeded, int Failed, int Held, int Offline)
{
    public int Total => Pending + InProgress + Succeeded + Failed + Held + Offline;
}
