using System.Text.Json;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Errors;

namespace Tricorder.ApiServer.Hosting.Endpoints;

/// <summary>Tells scripts the addresses. It is there only while they are served: whoever sees it may connect.</summary>
internal static class AddressFile
{
    private const string Key = "Endpoints:AddressFile";

    public static void Remove(string path) => Try(path, () =>
    {
        if (path.Length > 0)
        {
            File.Delete(path);
        }
    });

    /// <summary>Written beside and renamed, so that nobody reads half of it.</summary>
    public static void Write(string path, BoundAddresses addresses) => Try(path, () =>
    {
        if (path.Length > 0)
        {
            var temporary = $"{path}.{Environment.ProcessId}.tmp";
            File.WriteAllText(temporary, JsonSerializer.Serialize(new { grpc = addresses.Grpc, web = addresses.Web }) + "\n");
            File.Move(temporary, path, overwrite: true);
        }
    });

    private static void Try(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = $"is '{path}' and can not be written: {e.Message}";
            throw new StartupException(OptionProblem.Describe(Key, problem, "/run/apiserver/addresses.json"), e);
        }
    }
}
