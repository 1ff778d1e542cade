using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Storage;

internal sealed class StorageOptionsValidatorTests
{
    [TestCase("data/apiserver.db")]
    [TestCase("/var/lib/apiserver/apiserver.db")]
    [TestCase("x.db")]
    public void Validate_PathOfAFile_IsFine(string path) => Assert.That(Validate(path).Succeeded, Is.True);

    [TestCase("", "empty")]
    [TestCase("  ", "empty")]
    [TestCase("/tmp", "directory")]
    [TestCase("data/", "directory")]
    [TestCase(":memory:", "not a path")]
    [TestCase("file:x.db?mode=memory", "not a path")]
    public void Validate_Other_NamesTheKeyTheProblemAndAnExample(string path, string problem)
    {
        var result = Validate(path);

        Assert.That(result.FailureMessage, Does.Contain("Storage:SqlitePath").And.Contain(problem).And.Contain("data/apiserver.db"));
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string path) =>
        new StorageOptionsValidator().Validate(null, new StorageOptions { SqlitePath = path });
}
