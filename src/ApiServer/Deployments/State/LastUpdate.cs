namespace Tricorder.ApiServer.Deployments.State;

/// <summary>What an agent was last told about a module; generation 0 = nothing that an answer could be about.</summary>
internal readonly record struct LastUpdate(long Generation, int Revision, bool Deploy)
{
    /// <summary>What the agent runs once it has done as told.</summary>
    public int ResultingRevision => Deploy ? Revision : 0;
}
