using Grpc.Core;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;

namespace Tricorder.ApiServer.Tests.Cli;

public sealed class PagesTests
{
    [Test]
    public async Task ListAsync_Pages_AreReadToTheEnd()
    {
        var pages = new Dictionary<string, string> { [""] = "a", ["a"] = "b", ["b"] = "" };

        Assert.That(
            await Pages.ListAsync<string, string>(token => Answer(pages[token]), page => [page], page => page), Is.EqualTo(["a", "b", ""]));
    }

    [Test]
    public void ListAsync_TheSameTokenAgain_IsAnErrorAndNoLoop()
    {
        var failure = Assert.ThrowsAsync<CliException>(
            () => Pages.ListAsync<string, string>(_ => Answer("a"), page => [page], page => page));

        Assert.That(failure!.Message, Does.Contain("no end"));
    }

    private static AsyncUnaryCall<string> Answer(string page) =>
        new(Task.FromResult(page), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
