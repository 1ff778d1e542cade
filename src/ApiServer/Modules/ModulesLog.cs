namespace Tricorder.ApiServer.Modules;

/// <summary>Event ids 3000 to 3099.</summary>
internal static partial class ModulesLog
{
    [LoggerMessage(3000, LogLevel.Information, "Loaded {Modules} modules")]
    public static partial void CatalogLoaded(this ILogger logger, int modules);

    [LoggerMessage(3001, LogLevel.Debug, "An update of module {ModuleId} was overtaken by another one, attempt {Attempt}")]
    public static partial void UpdateOvertaken(this ILogger logger, string moduleId, int attempt);
}
