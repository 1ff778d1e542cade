namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Codes of findings about modules. Clients match on them: never change one.</summary>
internal static class FindingCodes
{
    /// <summary>Something required is not there.</summary>
    public const string Missing = "MISSING";

    /// <summary>A value that is not among those known.</summary>
    public const string UnknownValue = "UNKNOWN_VALUE";

    /// <summary>Text or bytes of the wrong form.</summary>
    public const string Malformed = "MALFORMED";

    public const string OutOfRange = "OUT_OF_RANGE";
    public const string TooLarge = "TOO_LARGE";
    public const string TooMany = "TOO_MANY";
    public const string Duplicate = "DUPLICATE";

    /// <summary>A value that nothing will look at.</summary>
    public const string Unused = "UNUSED";

    /// <summary>A column that the program can not fill.</summary>
    public const string UnusedSchema = "UNUSED_SCHEMA";

    /// <summary>A name that belongs to the server or the database.</summary>
    public const string ReservedName = "RESERVED_NAME";

    /// <summary>Another module has this name.</summary>
    public const string NameTaken = "NAME_TAKEN";

    public const string AmbiguousName = "AMBIGUOUS_NAME";
    public const string NoPerfBuffer = "NO_PERF_BUFFER";
    public const string NotAnEbpfObject = "NOT_AN_EBPF_OBJECT";
    public const string RawOutput = "RAW_OUTPUT";
    public const string LegacyAgents = "LEGACY_AGENTS";
}
