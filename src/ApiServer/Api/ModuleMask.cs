using System.Collections.Frozen;
using Google.Protobuf.WellKnownTypes;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Api;

/// <summary>Which fields of a module an UpdateModule changes, and how.</summary>
internal static class ModuleMask
{
    private static readonly FrozenSet<string> OutputOnly = new[]
    {
        "id", "revision", "etag", "lifecycle", "deployment", "create_time", "update_time", "output_schema.table_name",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The edit that a request asks for: from a module as it is, with its programs, to what it should be.</summary>
    public static Func<Module, ModuleDraft> EditOf(V1.Module given, FieldMask? mask)
    {
        var paths = FieldMasks.Resolve(mask, given, OutputOnly);
        return stored =>
        {
            var edited = ModuleMapping.ToProto(stored, full: true, deployment: null);
            MaskedFields.Copy(paths, given, edited);
            return DraftMapping.ToDraft(edited);
        };
    }
}
