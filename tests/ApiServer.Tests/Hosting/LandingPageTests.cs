using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Hosting.Web;

namespace Tricorder.ApiServer.Tests.Hosting;

internal sealed class LandingPageTests
{
    [Test]
    public async Task Page_OfABuildWithoutUi_SaysWhatIsHere()
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;

        await LandingPage.For(Options.Create(new ClusterOptions { Name = "lab" }))(context);

        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        Assert.That(text, Does.Contain("cluster lab").And.Contain("no web UI").And.Contain("make build").And.Contain("/metrics"));
    }
}
