using Tricorder.ApiServer.Security.Tokens;

namespace Tricorder.ApiServer.Tests.Security;

public sealed class TokenSecretTests
{
    [Test]
    public void Create_Always_ParsesToItselfAndMatchesItsHashOnly()
    {
        var secret = TokenSecret.Create();
        var other = TokenSecret.Create();
        var hash = secret.SlowHash();

        Assert.That(TokenSecret.Parse(secret.Text), Is.EqualTo(secret));
        Assert.That((secret.Matches(hash), other.Matches(hash)), Is.EqualTo((true, false)));
        Assert.That(hash, Does.Not.Contain(secret.Text).And.Not.EqualTo(secret.SlowHash()), "salted");
        Assert.That(secret.ToString(), Does.Not.Contain(secret.Text[20..]), "what is printed is no secret");
    }

    [TestCase("")]
    [TestCase("trk_")]
    [TestCase("trk_0123456789ab_")]
    [TestCase("trk_0123456789AB_0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("trk_0123456789ab_0000000000000000000000000000000000000000000000000000000000000000\n")]
    [TestCase("xyz_0123456789ab_0000000000000000000000000000000000000000000000000000000000000000")]
    public void Parse_OtherText_IsNoSecret(string text) => Assert.That(TokenSecret.Parse(text), Is.Null);
}
