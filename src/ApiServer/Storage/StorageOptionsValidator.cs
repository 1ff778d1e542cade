using Microsoft.Extensions.Options;

namespace Tricorder.ApiServer.Storage;

/// <summary>What can be said about the path without touching the disk for writing; the rest is found when the file is opened.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private const string Key = StorageOptions.PathKey;
    private const string Example = "for example data/apiserver.db";

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var path = options.SqlitePath;
        if (string.IsNullOrWhiteSpace(path))
        {
            return ValidateOptionsResult.Fail($"{Key} is empty; give the path of the database file, {Example}.");
        }

        if (path.Contains('\0', StringComparison.Ordinal)
            || path.StartsWith(':')
            || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return ValidateOptionsResult.Fail($"{Key} '{path.Replace('\0', '?')}' is not a path of a file; give one, {Example}.");
        }

        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            return ValidateOptionsResult.Fail($"{Key} '{path}' is a directory; name a file in it, {Example}.");
        }

        return ValidateOptionsResult.Success;
    }
}
