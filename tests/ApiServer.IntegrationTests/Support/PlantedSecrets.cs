using System.Collections.Concurrent;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>
/// Every secret that a test gave to a server or got from one. No server may print any of them, whatever the test is about.
/// </summary>
internal static class PlantedSecrets
{
    private static readonly ConcurrentDictionary<string, bool> All = new();

    public static string Add(string secret)
    {
        All[secret] = true;
        return secret;
    }

    public static void VerifyAbsent(IEnumerable<string> lines)
    {
        var found = lines.FirstOrDefault(line => All.Keys.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        Assert.That(found, Is.Null, "The server printed a secret.");
    }
}
