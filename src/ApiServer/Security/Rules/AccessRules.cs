using System.Collections.Concurrent;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Tricorder.ApiServer.Hosting.Methods;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Security.Rules;

/// <summary>The rules written beside the methods in the .proto files, and those of the services that are not ours.</summary>
internal sealed class AccessRules
{
    private static readonly AccessRule Anybody = new(Role: null);
    private static readonly AccessRule Viewers = new(Role.Viewer);
    private static readonly AccessRule Agents = new(Role.Agent);

    private readonly ConcurrentDictionary<string, AccessRule?> _byMethod = new(StringComparer.Ordinal);

    /// <summary>The rule of what a request was routed to; null = nobody may call it.</summary>
    public AccessRule? Of(Endpoint endpoint) => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is { } method
        ? _byMethod.GetOrAdd(method.Method.FullName, (_, method) => Find(method), method)
        : Viewers;

    private static AccessRule? Find(GrpcMethodMetadata method) => method.Method.ServiceName switch
    {
        "grpc.health.v1.Health" => Anybody,
        "tricorder.deployer.servicepb.ModuleDeployer" or "tricorder.deployer.servicepb.ProcessCollector" => Agents,
        var name when name.StartsWith("grpc.reflection.", StringComparison.Ordinal) => Viewers,
        _ => Declared(MethodDescriptors.Of(method.ServiceType)?.FindMethodByName(method.Method.Name)),
    };

    private static AccessRule? Declared(MethodDescriptor? method) =>
        method?.GetOptions()?.GetExtension(AccessExtensions.Access) is { Role: not V1.Role.Unspecified } rule
            ? new AccessRule((Role)rule.Role, rule.Changes, rule.Expensive)
            : null;
}

/// <summary>Who may call a method, and how it is accounted for.</summary>
/// <param name="Role">The least role that may; null = anybody.</param>
/// <param name="Changes">It changes something, so each call is audited.</param>
/// <param name="Expensive">It costs noticeable work, so calls per caller are limited.</param>
internal sealed record AccessRule(Role? Role, bool Changes = false, bool Expensive = false);
