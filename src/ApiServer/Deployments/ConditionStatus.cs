namespace Tricorder.ApiServer.Deployments;

internal enum ConditionStatus
{
    True = 1,
    False = 2,
    Unknown = 3,
    NotConfigured = 4,
}
