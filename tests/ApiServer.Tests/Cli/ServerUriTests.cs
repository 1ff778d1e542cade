using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Tests.Cli;

public class ServerUriTests
{
    [TestCase("127.0.0.1", "http://127.0.0.1:50051/")]
    [TestCase("127.0.0.1:18151", "http://127.0.0.1:18151/")]
    [TestCase("localhost:443", "http://localhost:443/")]
    [TestCase("[::1]:50051", "http://[::1]:50051/")]
    [TestCase("apiserver", "https://apiserver:50051/")]
    [TestCase("apiserver:8443", "https://apiserver:8443/")]
    [TestCase("10.0.0.1:50051", "https://10.0.0.1:50051/")]
    [TestCase("http://apiserver:50051", "http://apiserver:50051/")]
    [TestCase("https://apiserver", "https://apiserver:50051/")]
    [TestCase("https://apiserver:443", "https://apiserver/")]
    [TestCase("http://apiserver:80/", "http://apiserver/")]
    public void Parse_OfAnAddress_IsComplete(string text, string address)
    {
        Assert.That(ServerUri.TryParse(text, out var parsed), Is.True);
        Assert.That(parsed!.AbsoluteUri, Is.EqualTo(address));
    }

    [TestCase("")]
    [TestCase("ftp://apiserver")]
    [TestCase("https://user:secret@apiserver")]
    [TestCase("https://apiserver/path")]
    [TestCase("https://apiserver/?query")]
    [TestCase("https://")]
    [TestCase("api server")]
    [TestCase("apiserver:port")]
    public void Parse_OfAnythingElse_IsRefused(string text) => Assert.That(ServerUri.TryParse(text, out _), Is.False);
}
