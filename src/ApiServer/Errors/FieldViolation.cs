namespace Tricorder.ApiServer.Errors;

/// <summary>One wrong field of a request: its path as the caller wrote it, and what to do about it.</summary>
internal readonly record struct FieldViolation(string Field, string Description, string Reason = "INVALID");
