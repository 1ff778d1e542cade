using Google.Protobuf.Reflection;
using Grpc.Core;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Security;

/// <summary>
/// Every method of every service, by every role, in every form: who may and who may not, and that refusals are on record.
/// </summary>
public sealed class AccessTableTests
{
    private static readonly Role?[] Callers = [null, Role.Viewer, Role.Author, Role.Deployer, Role.Admin, Role.Agent];

    private readonly Dictionary<string, (ChannelBase Native, ChannelBase Web, HttpClient Http, string Actor)> _callers = [];
    private SecuredServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await SecuredServer.StartAsync();
        foreach (var role in Callers)
        {
            var token = role is { } given ? await _server.CreateTokenAsync(given, given.ToString().ToLowerInvariant()) : null;
            _callers[Key(role)] = (
                _server.Native(token?.Secret),
                _server.Web(token?.Secret),
                _server.Http(token?.Secret),
                token is null ? "anonymous" : "token:" + token.Token.Name);
        }
    }

    [OneTimeTearDown]
    public ValueTask StopAsync() => _server.DisposeAsync();

    private static IEnumerable<TestCaseData> Methods() =>
        DeclaredRoles.AllMethods.Select(method => new TestCaseData(method).SetArgDisplayNames($"{method.Service.Name}/{method.Name}"));

    [TestCaseSource(nameof(Methods))]
    public void Method_OfTheContract_DeclaresTheRoleThatIsMeant(MethodDescriptor method) =>
        Assert.That(method.GetOptions()?.GetExtension(AccessExtensions.Access)?.Role, Is.EqualTo(DeclaredRoles.Of(method)));

    [TestCaseSource(nameof(Methods))]
    public async Task Method_ByEachRoleAndForm_AnswersOrRefusesAsDeclared(MethodDescriptor method)
    {
        var needed = DeclaredRoles.Of(method);
        using var _ = Assert.EnterMultipleScope();
        foreach (var role in Callers)
        {
            var caller = _callers[Key(role)];
            var expected = role is null ? StatusCode.Unauthenticated
                : DeclaredRoles.Allows(needed, role.Value) ? StatusCode.OK
                : StatusCode.PermissionDenied;

            Assert.That(Told(await MethodCaller.CallAsync(caller.Native, method)), Is.EqualTo(expected), $"{Key(role)}, gRPC");
            if (needed != Role.Agent)
            {
                Assert.That(Told(await MethodCaller.CallAsync(caller.Web, method)), Is.EqualTo(expected), $"{Key(role)}, grpc-web");
            }

            if (await MethodCaller.RestAsync(caller.Http, method) is { } status)
            {
                Assert.That(Told(status), Is.EqualTo(expected), $"{Key(role)}, REST");
            }
        }
    }

    [TestCaseSource(nameof(Methods))]
    public async Task Method_RefusedToAnyRole_IsOnRecord(MethodDescriptor method)
    {
        var name = $"{method.Service.FullName}/{method.Name}";
        var refused = Callers.Where(role => role is null || !DeclaredRoles.Allows(DeclaredRoles.Of(method), role.Value)).ToList();
        foreach (var role in refused)
        {
            await MethodCaller.CallAsync(_callers[Key(role)].Native, method);
        }

        await Eventually.TrueAsync(
            async () =>
            {
                var events = await _server.EventsAsync("CALL_DENIED");
                return refused.All(role => events.Any(one =>
                    one.Method == name && one.Actor == _callers[Key(role)].Actor && one.Outcome == "DENIED"
                        && one.ClientAddress == "127.0.0.1"));
            },
            $"each refusal of {name} is an event");
    }

    private static StatusCode Told(StatusCode status) =>
        status is StatusCode.Unauthenticated or StatusCode.PermissionDenied ? status : StatusCode.OK;

    private static StatusCode Told(int httpStatus) => httpStatus switch
    {
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        _ => StatusCode.OK,
    };

    private static string Key(Role? role) => role?.ToString() ?? "nobody";
}
