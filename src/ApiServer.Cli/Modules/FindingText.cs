using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Manifests;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>Findings as compilers print them, so that editors can jump to the place.</summary>
internal static class FindingText
{
    /// <summary>Such as <c>tcp_connect.c:33:5: error: there is no function 'tricorder_emmit' [WASM_COMPILE_ERROR]</c>.</summary>
    /// <param name="finding">What the server found.</param>
    /// <param name="manifest">What it was found in; null: that is not known.</param>
    public static string Of(Finding finding, Manifest? manifest = null)
    {
        var severity = EnumText.Of(finding.Severity);
        var program = $"{finding.Field.Split('.')[0]}.source";
        if (finding.Line > 0 && manifest?.Sources.GetValueOrDefault(program) is { } source)
        {
            var about = finding.Field == program ? "" : $"{finding.Field} ";
            return $"{source}:{finding.Line}:{Math.Max(1, finding.Column)}: {severity}: "
                + $"{about}{SafeText.Lines(finding.Message)} [{finding.Code}]";
        }

        var place = finding.Line > 0 ? $"{finding.Field}:{finding.Line}:{finding.Column}" : finding.Field;
        var file = manifest is null ? "" : $"{manifest.File}{manifest.Locations.Of(finding.Field)}: ";
        return $"{file}{(place.Length == 0 ? "" : $"{place}: ")}{severity}: {SafeText.Lines(finding.Message)} [{finding.Code}]";
    }
}
