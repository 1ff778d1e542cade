using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Security.Credentials;
using Tricorder.ApiServer.Security.Tokens;
using Tricorder.ApiServer.Tests.Modules;

namespace Tricorder.ApiServer.Tests.Api;

internal sealed class TokenGrpcServiceTests
{
    private ModulesFixture _fixture = null!;
    private TokenGrpcService _service = null!;

    [SetUp]
    public async Task Start()
    {
        _fixture = await ModulesFixture.StartAsync();
        _service = new TokenGrpcService(
            _fixture.Get<IdempotentCalls>(), _fixture.Get<TokenManager>(),
            _fixture.Get<TokenDirectory>(), _fixture.Get<TokenStore>(), _fixture.Clock);
    }

    [TearDown]
    public ValueTask Stop() => _fixture.DisposeAsync();

    [Test]
    public async Task CreateToken_RepeatedAfterItsEnd_IsToldWhatTheFirstCallWasTold()
    {
        var request = new V1.CreateTokenRequest
        {
            Name = "short",
            Role = V1.Role.Viewer,
            RequestId = "r1",
            ExpireTime = Timestamp.FromDateTimeOffset(_fixture.Clock.GetUtcNow() + TimeSpan.FromMinutes(1)),
        };
        var first = await _service.CreateToken(request, new TestCall());
        _fixture.Clock.Advance(TimeSpan.FromMinutes(2));

        var late = await _service.CreateToken(request, new TestCall());

        Assert.That((late.Token, late.Secret), Is.EqualTo((first.Token, "")));
        request.RequestId = "r2";
        Assert.ThrowsAsync<InvalidArgumentException>(() => _service.CreateToken(request, new TestCall()), "a new call is checked");
    }
}
