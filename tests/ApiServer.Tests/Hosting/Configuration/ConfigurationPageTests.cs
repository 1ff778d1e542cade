namespace Tricorder.ApiServer.Tests.Hosting.Configuration;

/// <summary>docs/configuration.md is what the options say. With <c>APISERVER_DOCS=write</c> the first test writes the page.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string File = RepositoryFiles.Of("docs", "configuration.md");

    private static bool IsRewriting => Environment.GetEnvironmentVariable("APISERVER_DOCS") == "write";

    [Test]
    public void Page_OfSettings_IsWhatTheOptionsSay()
    {
        var page = ConfigurationPage.Write();
        if (IsRewriting)
        {
            System.IO.File.WriteAllText(File, page);
        }

        Assert.That(
            System.IO.File.ReadAllText(File), Is.EqualTo(page),
            "docs/configuration.md is out of date. docs/contributing.md says how to write it again.");
    }

    [Test]
    public void Page_OfSettings_HasEveryKey() =>
        Assert.That(ConfigurationPage.DocumentedKeys(ConfigurationPage.Write()), Is.EquivalentTo(ConfigurationPage.Keys));

    [Test]
    public void Options_All_HaveADocComment()
    {
        var silent = ConfigurationPage.Options.SelectMany(OptionDocument.Read).Where(option => option.Text.Length == 0);

        Assert.That(silent.Select(option => option.Key), Is.Empty, "The page of settings shows the doc comment of each option.");
    }
}
