using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Modules.Preview;

namespace Tricorder.ApiServer.Api;

/// <summary>Previews, domain to protobuf.</summary>
internal static class PreviewMapping
{
    public static V1.PreviewModuleResponse ToProto(PreviewResult result)
    {
        var response = new V1.PreviewModuleResponse
        {
            Logs = result.Logs,
            FuelUsed = result.Runs.Sum(run => run.Fuel),
            Error = result.Error,
        };
        response.Rows.Add(result.Rows.Select(JsonStructs.ToStruct));
        response.Runs.Add(result.Runs.Select(run => new V1.PreviewRun
        {
            FuelUsed = run.Fuel,
            Duration = Duration.FromTimeSpan(run.Time),
            Error = run.Error,
            Output = UnsafeByteOperations.UnsafeWrap(run.Output),
        }));
        response.GeneratedInput.Add(result.Generated.Select(UnsafeByteOperations.UnsafeWrap));
        response.Findings.Add(result.Findings.Select(FindingMapping.ToProto));
        return response;
    }
}
