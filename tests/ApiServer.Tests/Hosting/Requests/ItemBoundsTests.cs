using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Hosting.Requests;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.Hosting.Requests;

/// <summary>What a caller or an agent may send is bounded in every field, whoever adds it.</summary>
public sealed class ItemBoundsTests
{
    private static readonly MessageDescriptor[] OfAnyShape = [Struct.Descriptor, Value.Descriptor, ListValue.Descriptor, Any.Descriptor];

    /// <summary>Of the contract and of the agents of 2023.</summary>
    private static IEnumerable<MethodDescriptor> Methods => typeof(AccessReflection).Assembly.GetTypes()
        .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
        .Select(type => type.GetProperty("Descriptor")?.GetValue(null))
        .OfType<FileDescriptor>()
        .SelectMany(file => file.Services)
        .SelectMany(service => service.Methods);

    [Test]
    public void Requests_EachRepeatedField_HasABound()
    {
        var fields = Methods.SelectMany(method => Reachable(method.InputType)).SelectMany(message => message.Fields.InDeclarationOrder());

        var unbounded = fields.Where(field => field.IsRepeated && ItemBounds.Declared(field) is null)
            .Select(field => field.FullName)
            .Distinct();

        Assert.That(unbounded, Is.Empty, "give each [(tricorder.apiserver.v1.max_items) = ...] in its .proto file");
    }

    [Test]
    public void Requests_HoldNothingOfAnyShape() =>
        Assert.That(
            Methods.SelectMany(method => Reachable(method.InputType)).Intersect(OfAnyShape).Select(message => message.FullName), Is.Empty);

    [Test]
    public void Requests_NoMessage_HasMoreFieldsThanAreToldApart() => Assert.That(
        Methods.SelectMany(method => Reachable(method.InputType)).Where(message => message.Fields.InDeclarationOrder().Count > 64),
        Is.Empty);

    [Test]
    public void MethodLimits_OnlyWhatHoldsPrograms_IsLarge()
    {
        var large = Methods.Where(
            method => !method.IsClientStreaming && MethodLimits.OfCall(method.InputType).MaxBytes > MethodLimits.ReportBytes);

        Assert.That(
            large.Select(method => method.Name), Is.EquivalentTo(["CreateModule", "UpdateModule", "ValidateModule", "PreviewModule"]));
        Assert.That(large.Select(method => MethodLimits.OfCall(method.InputType).MaxBytes), Is.All.EqualTo(8 * 1024 * 1024));
        Assert.That(MethodLimits.OfCall(CreateModuleRequest.Descriptor).MaxJsonBytes, Is.EqualTo(12 * 1024 * 1024));
    }

    /// <summary>Whoever reads an agent may send it back, and need not take out what is output only.</summary>
    [Test]
    public void MethodLimits_OfUpdateAgent_TakeWhatAnAgentMayHaveSaid()
    {
        var heartbeat = new Heartbeat();
        for (var i = 0; i < 4096; i++)
        {
            heartbeat.Usage.Add(new ModuleUsage
            {
                ModuleId = $"0198c0de-0000-7000-8000-{i:x12}",
                Events = long.MaxValue,
                LostEvents = long.MaxValue,
                RowsWritten = long.MaxValue,
                Errors = long.MaxValue,
                LastError = new string('"', 100),
                CpuTime = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.123456)),
                MemoryBytes = long.MaxValue,
                LastErrorKind = ModuleErrorKind.Insert,
            });
        }

        var request = new UpdateAgentRequest { Agent = new Agent { Id = "a", Cordoned = true, Usage = { heartbeat.Usage } } };
        var limits = MethodLimits.OfCall(UpdateAgentRequest.Descriptor);

        Assert.That(
            heartbeat.CalculateSize(),
            Is.GreaterThan(MethodLimits.AgentBytes * 3 / 4).And.LessThan(MethodLimits.AgentBytes),
            "about all that a message of an agent holds");
        Assert.That(request.CalculateSize(), Is.LessThan(limits.MaxBytes));
        Assert.That(JsonFormatter.Default.Format(request), Has.Length.LessThan(limits.MaxJsonBytes));
        Assert.That(() => WireWalk.Check(new ReadOnlySequence<byte>(request.ToByteArray()), UpdateAgentRequest.Descriptor), Throws.Nothing);
    }

    private static HashSet<MessageDescriptor> Reachable(MessageDescriptor from)
    {
        var found = new HashSet<MessageDescriptor>();
        var left = new Stack<MessageDescriptor>([from]);
        while (left.TryPop(out var message))
        {
            if (found.Add(message))
            {
                foreach (var field in message.Fields.InDeclarationOrder().Where(
                    field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message))
                {
                    left.Push(field.MessageType);
                }
            }
        }

        return found;
    }
}
