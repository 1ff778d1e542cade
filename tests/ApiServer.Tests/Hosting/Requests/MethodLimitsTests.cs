using Google.Protobuf.Reflection;
using Grpc.Core;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

internal sealed class MethodLimitsTests
{
    [TestCase("grpc.health.v1.Health", MethodType.Unary)]
    [TestCase("grpc.health.v1.Health", MethodType.ServerStreaming)]
    [TestCase("grpc.reflection.v1alpha.ServerReflection", MethodType.DuplexStreaming)]
    [TestCase("grpc.reflection.v1.ServerReflection", MethodType.DuplexStreaming)]
    public async Task Create_HealthAndReflection_NeverNeedLeave(string service, MethodType type)
    {
        using var memory = new MemoryReturn(TimeProvider.System);
        using var budget = new RequestBudget(memory, TimeProvider.System);
        var limits = MethodLimits.Create(type, service, null);

        Assert.That(await budget.TakeAsync(limits.Kind, "a", limits.MaxBytes, default), Is.Null);
        Assert.That(limits.Kind, Is.Not.EqualTo(RequestKind.Agent));
    }

    [Test]
    public void Create_AgentsStreams_AreTheOnlyOnesOfAgents()
    {
        var services = AgentServiceReflection.Descriptor.Services
            .Concat(Legacy.Deployer.ServiceReflection.Descriptor.Services)
            .Concat(WatchServiceReflection.Descriptor.Services)
            .Concat(ModuleServiceReflection.Descriptor.Services);

        var ofAgents = services.SelectMany(service => service.Methods).Where(method => Of(method).Kind == RequestKind.Agent);

        Assert.That(ofAgents.Select(method => method.Name), Is.EquivalentTo(["Connect", "DeployModule", "ReportProcess"]));
    }

    [Test]
    public void Create_Ours_AreBoundedByWhatTheyHold()
    {
        Assert.That(
            Of(ModuleServiceReflection.Descriptor.Services[0].FindMethodByName("CreateModule")).MaxBytes,
            Is.EqualTo(MethodLimits.ProgramBytes));
        Assert.That(
            Of(ModuleServiceReflection.Descriptor.Services[0].FindMethodByName("GetModule")).MaxBytes, Is.EqualTo(MethodLimits.SmallBytes));
        Assert.That(Of(WatchServiceReflection.Descriptor.Services[0].FindMethodByName("Watch")).Kind, Is.EqualTo(RequestKind.Watch));
    }

    private static MethodLimits Of(MethodDescriptor method) => MethodLimits.Create(
        method.IsClientStreaming ? MethodType.DuplexStreaming : method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
        method.Service.FullName,
        method.InputType);
}
