namespace Tricorder.ApiServer.Errors;

/// <summary>Only errors refuse a module; warnings and information travel with the answer.</summary>
internal enum FindingSeverity
{
    Error = 1,
    Warning = 2,
    Info = 3,
}
