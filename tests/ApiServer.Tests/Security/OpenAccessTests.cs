using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Hosting.Endpoints;
using Tricorder.ApiServer.Hosting.Web;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Oidc;
using Tricorder.ApiServer.Security.Open;

namespace Tricorder.ApiServer.Tests.Security;

public sealed class OpenAccessTests
{
    [TestCase(null, "", "", true, ExpectedResult = true, Description = "a laptop")]
    [TestCase(null, "", "", false, ExpectedResult = false, Description = "off loopback")]
    [TestCase(true, "", "", true, ExpectedResult = false)]
    [TestCase(null, "https://tricorder.example.com", "", true, ExpectedResult = false, Description = "a proxy lets others in")]
    [TestCase(null, "http://localhost:9080", "", true, ExpectedResult = true)]
    [TestCase(null, "", "https://issuer.example.com", true, ExpectedResult = false, Description = "people have names")]
    [TestCase(false, "https://tricorder.example.com", "https://issuer.example.com", true, ExpectedResult = true, Description = "said so")]
    [TestCase(false, "", "", false, ExpectedResult = false, Description = "never off loopback")]
    public bool IsOpen_BySettings_IsWhatNobodyWouldBeSurprisedBy(bool? require, string publicUrl, string authority, bool onLoopback)
    {
        var open = new OpenAccess(
            Options.Create(new SecurityOptions { RequireAuth = require }),
            Options.Create(new WebOptions { PublicUrl = publicUrl }),
            Options.Create(new OidcOptions { Authority = authority }));

        return open.IsOpen(new EndpointTag(EndpointKind.Web, onLoopback, IsTls: false));
    }

    [TestCase("127.0.0.1:8080", null, ExpectedResult = true)]
    [TestCase("127.0.0.1:8080", false, ExpectedResult = true)]
    [TestCase("0.0.0.0:8080", true, ExpectedResult = true)]
    [TestCase("0.0.0.0:8080", null, ExpectedResult = true)]
    [TestCase("0.0.0.0:8080", false, ExpectedResult = false)]
    public bool RequireAuth_ByEndpoint_IsChecked(string web, bool? require) =>
        new SecurityOptionsValidator(Options.Create(new EndpointsOptions { Web = web }))
            .Validate(null, new SecurityOptions { RequireAuth = require }).Succeeded;
}
