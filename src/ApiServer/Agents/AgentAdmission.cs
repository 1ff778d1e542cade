using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Agents;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Agents;

/// <summary>Whether an agent is who it says it is: what its hello says must agree with what it has proven.</summary>
internal sealed class AgentAdmission(JoinTokens tokens)
{
    /// <param name="unit">The transaction that makes the agent known.</param>
    /// <param name="hello">What it says.</param>
    /// <param name="known">The agent of that id, if there is one.</param>
    public void Check(WriteUnit unit, AgentHello hello, Agent? known)
    {
        var identity = hello.Identity;
        Same("NODE_MISMATCH", "node_name", hello.NodeName, identity.NodeName);
        Same("POD_MISMATCH", "pod_uid", hello.PodUid, identity.PodUid);
        if (known is { Identity.Length: > 0 } && identity.ToString() is { Length: > 0 } mine && mine != known.Identity)
        {
            throw new PermissionDeniedException(
                "AGENT_ID_TAKEN", $"The agent id {hello.AgentId} belongs to another agent, which proved to be {known.Identity}.");
        }

        tokens.Admit(unit, identity, hello.NodeName);
    }

    private static void Same(string reason, string field, string said, string proven)
    {
        if (proven.Length > 0 && said != proven)
        {
            throw new PermissionDeniedException(reason, $"hello.{field} is '{said}', but the agent's credentials are for '{proven}'.");
        }
    }
}
