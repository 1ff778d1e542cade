using Google.Protobuf.Reflection;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Hosting.Requests;

/// <summary>
/// Most items of each repeated or map field. Those of the contract are written beside the fields in the .proto files; here are those of
/// files that are not ours to change.
/// </summary>
internal static class ItemBounds
{
    /// <summary>For whatever nobody has thought of; a test holds that no field of a request gets it.</summary>
    public const int Default = 1000;

    private const int LegacyProcesses = 16384;
    private const int MaskPaths = 256;

    public static int Of(FieldDescriptor field) => Declared(field) ?? Default;

    /// <summary>null = nobody has declared one.</summary>
    public static int? Declared(FieldDescriptor field) => field.FullName switch
    {
        "google.protobuf.FieldMask.paths" => MaskPaths,
        "tricorder.deployer.servicepb.ProcessInfo.proc_list" => LegacyProcesses,
        _ => field.GetOptions()?.GetExtension(LimitsExtensions.MaxItems) is { } bound and > 0 ? bound : null,
    };
}
