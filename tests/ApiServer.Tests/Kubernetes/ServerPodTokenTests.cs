using System.Buffers.Text;
using System.Text;
using Tricorder.ApiServer.Kubernetes;

namespace Tricorder.ApiServer.Tests.Kubernetes;

internal sealed class ServerPodTokenTests
{
    private string _path = "";

    [SetUp]
    public void SetUp() => _path = Path.GetTempFileName();

    [TearDown]
    public void TearDown() => File.Delete(_path);

    [Test]
    public void Read_TokenBoundToAPod_TellsThePod()
    {
        Write("""{"aud":["x"],"kubernetes.io":{"namespace":"tricorder","pod":{"name":"apiserver-0","uid":"8d7f"},"serviceaccount":{"name":"s","uid":"1"}}}""");

        Assert.That(ServerPodToken.Read(_path).Uid, Is.EqualTo("8d7f"));
    }

    [TestCase("""{"kubernetes.io/serviceaccount/namespace":"tricorder"}""", Description = "a token of a Secret, bound to nothing")]
    [TestCase("""{"kubernetes.io":{"pod":7}}""")]
    [TestCase("[]")]
    [TestCase("no JSON")]
    public void Read_TokenOfAnotherKind_TellsNothing(string claims)
    {
        Write(claims);

        Assert.That(ServerPodToken.Read(_path).Uid, Is.Empty);
    }

    [TestCase("")]
    [TestCase("no token")]
    [TestCase("a.!!!.c")]
    public void Read_NoToken_TellsNothing(string content)
    {
        File.WriteAllText(_path, content);

        Assert.That(ServerPodToken.Read(_path).Uid, Is.Empty);
        Assert.That(ServerPodToken.Read(_path + ".not-there").Uid, Is.Empty);
    }

    private void Write(string claims) => File.WriteAllText(_path, $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2ln");
}
