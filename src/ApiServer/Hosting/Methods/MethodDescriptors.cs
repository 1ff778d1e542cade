using System.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Tricorder.ApiServer.Hosting.Methods;

/// <summary>What the .proto files say of a service.</summary>
internal static class MethodDescriptors
{
    /// <summary>A service derives from a generated base, which is nested in the class that has the descriptor.</summary>
    public static ServiceDescriptor? Of(Type service)
    {
        for (var type = service; type is not null; type = type.BaseType)
        {
            if (type.DeclaringType?.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)
                ?.GetValue(null) is ServiceDescriptor found)
            {
                return found;
            }
        }

        return null;
    }
}
