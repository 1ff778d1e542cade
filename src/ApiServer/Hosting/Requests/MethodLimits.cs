using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Tricorder.ApiServer.Hosting.Methods;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// How large a message of a method may be, and what it is made of; null = of a method without descriptor only the size is known.
/// </summary>
internal sealed record MethodLimits(RequestKind Kind, int MaxBytes, MessageDescriptor? Input)
{
    /// <summary>For methods whose request holds a module's programs.</summary>
    public const int ProgramBytes = 8 * 1024 * 1024;

    /// <summary>For each message of an agent.</summary>
    public const int AgentBytes = 1024 * 1024;

    /// <summary>
    /// For methods whose request holds what an agent may have said: an agent as the server gave it may be sent back,
    /// with all that is output only.
    /// </summary>
    public const int ReportBytes = AgentBytes + SmallBytes;

    /// <summary>For all others.</summary>
    public const int SmallBytes = 64 * 1024;

    /// <summary>For health and reflection, which are not ours: they ask by a name, and health is open to anybody.</summary>
    public const int ForeignBytes = RequestBudget.FreeBytes;

    private const string OurServices = "tricorder.";

    private static readonly HashSet<string> AgentServices =
    [
        AgentService.Descriptor.FullName,
        .. Legacy.Deployer.ServiceReflection.Descriptor.Services.Select(service => service.FullName),
    ];

    private static readonly ConcurrentDictionary<string, MethodLimits> ByMethod = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<MessageDescriptor, MethodLimits> ByInput = new();

    /// <summary>The same message as JSON, where bytes are base64 and fields have names.</summary>
    public int MaxJsonBytes { get; init; } = MaxBytes / 2 * 3;

    public static MethodLimits Of(GrpcMethodMetadata method) => ByMethod.GetOrAdd(
        method.Method.FullName,
        static (_, method) => Create(
            method.Method.Type,
            method.Method.ServiceName,
            MethodDescriptors.Of(method.ServiceType)?.FindMethodByName(method.Method.Name)?.InputType),
        method);

    /// <summary>Of a method called over REST, which is never a stream of requests.</summary>
    public static MethodLimits OfCall(MessageDescriptor input) => ByInput.GetOrAdd(input, static input => OfCall(MethodType.Unary, input));

    internal static MethodLimits Create(MethodType type, string service, MessageDescriptor? input) =>
        !service.StartsWith(OurServices, StringComparison.Ordinal) ? new(RequestKind.Call, ForeignBytes, input)
        : AgentServices.Contains(service) && type is (MethodType.DuplexStreaming or MethodType.ClientStreaming)
            ? new(RequestKind.Agent, AgentBytes, input)
        : OfCall(type, input);

    private static MethodLimits OfCall(MethodType type, MessageDescriptor? input) =>
        type == MethodType.ServerStreaming ? new(RequestKind.Watch, SmallBytes, input)
        : Holds(input, WasmProgram.Descriptor, EbpfProgram.Descriptor) ? new(RequestKind.Call, ProgramBytes, input)

        // Each number has a name as JSON, and is far longer than on the wire.
        : Holds(input, ModuleUsage.Descriptor) ? new(RequestKind.Call, ReportBytes, input) { MaxJsonBytes = ReportBytes * 4 }
        : new(RequestKind.Call, SmallBytes, input);

    private static bool Holds(MessageDescriptor? message, params MessageDescriptor[] any) => message is not null && Holds(message, any, []);

    private static bool Holds(MessageDescriptor message, MessageDescriptor[] any, HashSet<MessageDescriptor> seen) => seen.Add(message)
        && (any.Contains(message)
            || message.Fields.InFieldNumberOrder().Any(
                field => field.FieldType == Google.Protobuf.Reflection.FieldType.Message && Holds(field.MessageType, any, seen)));
}
