namespace Tricorder.ApiServer.Events;

/// <summary>What can happen. Stable names: they are stored, filtered by and shown.</summary>
internal static class EventKinds
{
    public const string ModuleCreated = "MODULE_CREATED";
    public const string ModuleUpdated = "MODULE_UPDATED";
    public const string ModuleDeleted = "MODULE_DELETED";

    public const string DeployRequested = "DEPLOY_REQUESTED";
    public const string UndeployRequested = "UNDEPLOY_REQUESTED";
    public const string RollbackRequested = "ROLLBACK_REQUESTED";
    public const string PhaseReached = "PHASE_REACHED";
    public const string InstanceFailed = "INSTANCE_FAILED";
    public const string InstanceHeld = "INSTANCE_HELD";

    public const string AgentConnected = "AGENT_CONNECTED";
    public const string AgentLost = "AGENT_LOST";
    public const string AgentTerminated = "AGENT_TERMINATED";
    public const string AgentCordoned = "AGENT_CORDONED";
    public const string AgentUncordoned = "AGENT_UNCORDONED";
    public const string AgentUpdated = "AGENT_UPDATED";
    public const string AgentIdShared = "AGENT_ID_SHARED";
    public const string AgentForgotten = "AGENT_FORGOTTEN";

    public const string TokenCreated = "TOKEN_CREATED";
    public const string TokenRevoked = "TOKEN_REVOKED";

    public const string SignedIn = "SIGNED_IN";
    public const string SignedOut = "SIGNED_OUT";
    public const string SessionEnded = "SESSION_ENDED";

    public const string CallFailed = "CALL_FAILED";
    public const string CallDenied = "CALL_DENIED";
    public const string DataDropped = "DATA_DROPPED";
    public const string RetentionSet = "RETENTION_SET";

    public const string GrafanaTokenRotated = "GRAFANA_TOKEN_ROTATED";
    public const string DatasourceCreated = "DATASOURCE_CREATED";
    public const string DatasourceUpdated = "DATASOURCE_UPDATED";
    public const string DatasourceDeleted = "DATASOURCE_DELETED";
    public const string DashboardCreated = "DASHBOARD_CREATED";
    public const string DashboardDeleted = "DASHBOARD_DELETED";
}
