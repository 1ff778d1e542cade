using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Security.Oidc;

namespace Tricorder.ApiServer.Tests.Security;

public sealed class RoleMapTests
{
    [TestCase("admin=platform;viewer=*", "platform", ExpectedResult = Role.Admin)]
    [TestCase("viewer=*;admin=platform", "platform", ExpectedResult = Role.Admin)]
    [TestCase("admin=platform;viewer=*", "", ExpectedResult = Role.Viewer)]
    [TestCase("deployer=sre, on-call ; author=dev", "dev,on-call", ExpectedResult = Role.Deployer)]
    [TestCase("admin=platform", "Platform", ExpectedResult = null)]
    [TestCase("", "platform", ExpectedResult = null)]
    public object? Of_Groups_IsTheHighestRole(string map, string groups) => RoleMap.Parse(map, out _)!.Of(groups.Split(','));

    [TestCase("admin")]
    [TestCase("admin=")]
    [TestCase("root=platform")]
    [TestCase("agent=nodes")]
    [TestCase("admin=a,,b")]
    public void Parse_OtherText_NamesWhatIsWrong(string map)
    {
        Assert.That(RoleMap.Parse("viewer=*;" + map, out var wrong), Is.Null);
        Assert.That(wrong, Is.EqualTo(map));
    }

    [TestCase("", "", "", ExpectedResult = true)]
    [TestCase("https://login.example.com", "tricorder", "admin=x", ExpectedResult = true)]
    [TestCase("http://127.0.0.1:9000", "tricorder", "", ExpectedResult = true)]
    [TestCase("http://login.example.com", "tricorder", "", ExpectedResult = false)]
    [TestCase("https://login.example.com", "", "", ExpectedResult = false)]
    [TestCase("https://login.example.com", "tricorder", "root=x", ExpectedResult = false)]
    [TestCase("", "tricorder", "", ExpectedResult = false)]
    public bool Options_AreChecked(string authority, string audience, string roles) =>
        new OidcOptionsValidator().Validate(null, new OidcOptions { Authority = authority, Audience = audience, Roles = roles }).Succeeded;
}
