using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Tests.Cli;

public class ChangeLinesTests
{
    /// <summary>A new process can not go on from the tokens of its predecessor. It is there all the same.</summary>
    [Test]
    public void Stale_RestartOfTheServer_SaysAwayAndBackOnce()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var lines = new ChangeLines(new Terminal(TextWriter.Null, error));

        lines.Stale(null);
        lines.Stale(new ApiError { Code = StatusCode.Unavailable, Message = "Connection refused." });
        lines.Stale(null);
        lines.Stale(new ApiError { Code = StatusCode.OutOfRange, Message = "The resume token is not valid here any more." });
        lines.Stale(null);

        Assert.That(error.ToString(), Is.EqualTo("The server is away (Connection refused); trying again.\nThe server is back.\n"));
    }
}
