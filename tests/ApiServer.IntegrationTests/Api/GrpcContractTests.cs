using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

/// <summary>What holds for native gRPC and for grpc-web, the form that browsers use.</summary>
[TestFixture(GrpcForm.Native)]
[TestFixture(GrpcForm.Web)]
[TestFixture(GrpcForm.WebText)]
public sealed class GrpcContractTests(GrpcForm form) : ServerFixture
{
    private GrpcChannel? _channel;

    private protected override string[] Settings => ["--Watch:BookmarkInterval=00:00:00.3"];

    private GrpcChannel Caller => _channel ??= form == GrpcForm.Native
        ? GrpcChannel.ForAddress(Server.Grpc)
        : GrpcChannel.ForAddress(Server.Web, new GrpcChannelOptions
        {
            HttpHandler = new GrpcWebHandler(form == GrpcForm.Web ? GrpcWebMode.GrpcWeb : GrpcWebMode.GrpcWebText, new HttpClientHandler()),
            HttpVersion = System.Net.HttpVersion.Version11,
        });

    private ModuleService.ModuleServiceClient Client => new(Caller);

    [OneTimeTearDown]
    public void CloseChannel() => _channel?.Dispose();

    [Test]
    public async Task Unary_CreateAndGet_IsTheSameModule()
    {
        var sample = Sample.Module();

        var created = (await Client.CreateModuleAsync(new CreateModuleRequest { Module = sample })).Module;
        var full = (await Client.GetModuleAsync(new GetModuleRequest { ModuleId = created.Id })).Module;

        sample.Wasm.Binary = CompiledSample.Binary;
        Assert.That((full.Ebpf, full.Wasm), Is.EqualTo((sample.Ebpf, sample.Wasm)));
        Assert.That(created.Wasm.Binary, Is.Empty);
    }

    [Test]
    public void Unary_NotFound_HasTypedDetails()
    {
        var status = StatusOf(
            Assert.ThrowsAsync<RpcException>(async () => await Client.GetModuleAsync(new GetModuleRequest { ModuleId = "nope" })));

        Assert.That(status.Code, Is.EqualTo((int)StatusCode.NotFound));
        var info = status.GetDetail<ErrorInfo>()!;
        Assert.That((info.Domain, info.Reason), Is.EqualTo(("apiserver.tricorder", "MODULE_NOT_FOUND")));
        Assert.That(status.GetDetail<ResourceInfo>()!.ResourceName, Is.EqualTo("nope"));
    }

    [Test]
    public void Unary_MuchWrong_NamesAllFields()
    {
        var module = Sample.Module("no spaces");
        module.Wasm.FunctionName = "no_such_function";
        module.OutputSchema.Fields.Clear();

        var status = StatusOf(Assert.ThrowsAsync<RpcException>(
            async () => await Client.CreateModuleAsync(new CreateModuleRequest { Module = module })));

        Assert.That(status.Code, Is.EqualTo((int)StatusCode.InvalidArgument));
        Assert.That(
            status.GetDetail<BadRequest>()!.FieldViolations.Select(violation => violation.Field),
            Is.EquivalentTo(new[] { "module.name", "module.wasm.function_name", "module.output_schema.fields" }));
    }

    [Test]
    public void Unary_UpdatesWithoutTheirResource_NameIt()
    {
        var agents = new AgentService.AgentServiceClient(Caller);
        var module = StatusOf(Assert.ThrowsAsync<RpcException>(async () => await Client.UpdateModuleAsync(new UpdateModuleRequest())));
        var agent = StatusOf(Assert.ThrowsAsync<RpcException>(async () => await agents.UpdateAgentAsync(new UpdateAgentRequest())));

        Assert.That((module.Code, agent.Code), Is.EqualTo(((int)StatusCode.InvalidArgument, (int)StatusCode.InvalidArgument)));
        Assert.That(
            new[] { module, agent }.Select(status => status.GetDetail<BadRequest>()!.FieldViolations.Single().Field),
            Is.EqualTo(new[] { "module", "agent" }));
    }

    [Test]
    public async Task Unary_DeleteDeployed_HasThePrecondition()
    {
        var id = await CreateAsync();
        await Client.DeployModuleAsync(new DeployModuleRequest { ModuleId = id });

        var status = StatusOf(Assert.ThrowsAsync<RpcException>(
            async () => await Client.DeleteModuleAsync(new DeleteModuleRequest { ModuleId = id })));

        Assert.That(status.Code, Is.EqualTo((int)StatusCode.FailedPrecondition));
        Assert.That(status.GetDetail<PreconditionFailure>()!.Violations.Single().Subject, Is.EqualTo("module/" + id));
    }

    [Test]
    public async Task Watch_SnapshotChangeBookmark_ThenResumeByToken()
    {
        var id = await CreateAsync();
        string token;
        using (var watch = new WatchReader(Caller, Of(id)))
        {
            Assert.That((await watch.SnapshotAsync("m")).Snapshot.Modules.Single().Id, Is.EqualTo(id));
            await DescribeAsync(id, "first");
            await watch.ChangeAsync("m", changes => changes.Modules.Single().Description == "first");
            token = (await watch.NextAsync("m", response => response.Bookmark is not null)).ResumeToken;
        }

        await DescribeAsync(id, "second");
        using var resumed = new WatchReader(Caller, Of(id, token));

        var missed = await resumed.NextAsync("m", response => response.ContentCase != WatchResponse.ContentOneofCase.Bookmark);
        Assert.That(missed.Changes?.Modules.Single().Description, Is.EqualTo("second"), "no snapshot, but what was missed");
    }

    [Test]
    public async Task Watch_TokenOfAnotherSubscription_HasExpired()
    {
        var id = await CreateAsync();
        using var watch = new WatchReader(Caller, Of(id));
        var token = (await watch.SnapshotAsync("m")).ResumeToken;

        foreach (var other in new[]
        {
            Of("other", token),
            Of(id, "garbage"),
            new Subscription { Key = "m", ResumeToken = token, Agents = new() },
        })
        {
            using var resumed = new WatchReader(Caller, other);

            var status = StatusOf(resumed.Failure());
            Assert.That(status.Code, Is.EqualTo((int)StatusCode.OutOfRange));
            Assert.That(status.GetDetail<ErrorInfo>()!.Reason, Is.EqualTo("RESUME_TOKEN_EXPIRED"));
        }
    }

    private static Google.Rpc.Status StatusOf(RpcException? failure) =>
        failure?.GetRpcStatus() ?? throw new InvalidOperationException("The failure has no google.rpc.Status.", failure);

    private static Subscription Of(string id, string token = "") =>
        new() { Key = "m", ResumeToken = token, Modules = new ModulesTopic { ModuleIds = { id } } };

    private async Task<string> CreateAsync() =>
        (await Client.CreateModuleAsync(new CreateModuleRequest { Module = Sample.Module() })).Module.Id;

    private async Task DescribeAsync(string id, string description) =>
        await Client.UpdateModuleAsync(new UpdateModuleRequest { Module = new Module { Id = id, Description = description } });
}
