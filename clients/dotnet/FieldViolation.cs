namespace Tricorder.ApiServer.Client;

/// <summary>A field of the request that the server does not take, and why.</summary>
/// <param name="Field">Path of the field, such as <c>module.wasm.function_name</c>.</param>
/// <param name="Description">What is wrong and what would be right.</param>
public sealed record FieldViolation(string Field, string Description);
