using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Api;

internal static class FindingMapping
{
    public static V1.Finding ToProto(Finding finding) => new()
    {
        Field = finding.Field,
        Severity = (V1.FindingSeverity)finding.Severity,
        Code = finding.Code,
        Message = finding.Message,
        Line = finding.Line,
        Column = finding.Column,
    };
}
