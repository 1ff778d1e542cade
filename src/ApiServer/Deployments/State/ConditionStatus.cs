namespace Tricorder.ApiServer.Deployments.State;

internal enum ConditionStatus
{
    True = 1,
    False = 2,
    Unknown = 3,
    NotConfigured = 4,
}
