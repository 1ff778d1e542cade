namespace Tricorder.ApiServer.Modules;

/// <summary>One column of a module's table.</summary>
internal sealed record OutputField(string Name, FieldType Type, string Description);
