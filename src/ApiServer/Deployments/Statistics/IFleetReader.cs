namespace Tricorder.ApiServer.Deployments.Statistics;

/// <summary>Is told every few seconds what agents report.</summary>
internal interface IFleetReader
{
    void Read(FleetReport look);
}
