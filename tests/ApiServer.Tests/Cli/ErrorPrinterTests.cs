using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Tests.Cli;

public class ErrorPrinterTests
{
    /// <summary>A refusal says why itself; of a defect only the server's log says more.</summary>
    [TestCase(StatusCode.Internal, true)]
    [TestCase(StatusCode.Unknown, true)]
    [TestCase(StatusCode.DataLoss, true)]
    [TestCase(StatusCode.InvalidArgument, false)]
    [TestCase(StatusCode.PermissionDenied, false)]
    [TestCase(StatusCode.Unavailable, false)]
    [TestCase(StatusCode.Aborted, false)]
    public void Describe_CorrelationId_IsToldOfDefectsOnly(StatusCode code, bool isTold)
    {
        var error = new ApiError { Code = code, Message = "no", Reason = "SOME", CorrelationId = "c-1" };

        Assert.That(ErrorPrinter.Describe(error, server: null).Details.Any(detail => detail.Contains("c-1")), Is.EqualTo(isTold));
    }
}
