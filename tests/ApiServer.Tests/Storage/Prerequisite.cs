namespace Tricorder.ApiServer.Tests.Storage;

/// <summary>What this machine lacks: a laptop skips the test, CI must not.</summary>
internal static class Prerequisite
{
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail($"CI needs {what}");
        }

        Assert.Ignore($"needs {what}");
    }
}
