namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>How large a module and its parts may be.</summary>
internal static class ModuleLimits
{
    public const int SourceBytes = 512 * 1024;
    public const int EbpfObjectBytes = 1024 * 1024;
    public const int WasmBinaryBytes = 3 * 1024 * 1024;
    public const int PanelBytes = 256 * 1024;

    /// <summary>All text and bytes of a module together: one module fits a default client's 4 MiB, with room for its deployment.</summary>
    public const int TotalBytes = (4 * 1024 * 1024) - (128 * 1024);

    public const int DescriptionBytes = 4 * 1024;
    public const int FieldDescriptionBytes = 1024;
    public const int FileNameBytes = 255;
    public const int PathBytes = 4095;
    public const int FunctionNameBytes = 1024;
    public const int ColumnNameBytes = 63;

    public const int Labels = 64;
    public const int Columns = 500;
    public const int PerfBuffers = 16;
    public const int Probes = 256;
    public const int EventSize = 65536;

    public static readonly TimeSpan MinSamplePeriod = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan MaxSamplePeriod = TimeSpan.FromDays(1);
}
