namespace Tricorder.ApiServer.Tests.Documents;

/// <summary>Links between the pages of the repository lead to files and headings that are there.</summary>
public sealed class LinkTests
{
    private static IEnumerable<string> Pages() =>
    [
        "README.md",
        "SECURITY.md",
        .. Directory.GetFiles(RepositoryFiles.Of("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file)).Order(StringComparer.Ordinal),
    ];

    [TestCaseSource(nameof(Pages))]
    public void Page_Links_LeadSomewhere(string name)
    {
        var page = MarkdownPage.Read(RepositoryFiles.Of(name));

        Assert.That(page.Links.Select(page.Problem).OfType<string>(), Is.Empty);
    }

    [Test]
    public void Index_OfPages_NamesThemAll()
    {
        var index = MarkdownPage.Read(RepositoryFiles.Of("docs", "README.md"));
        var pages = Directory.GetFiles(RepositoryFiles.Of("docs"), "*.md").Select(Path.GetFileName).Where(name => name != "README.md");

        Assert.That(pages, Is.SubsetOf(index.Links));
    }

    [Test]
    public void Problem_OfALinkThatLeadsNowhere_IsTold()
    {
        var page = MarkdownPage.Read(RepositoryFiles.Of("docs", "metrics.md"));

        Assert.That(page.Problem("nowhere.md"), Does.Contain("is not there"));
        Assert.That(page.Problem("tls.md#nowhere"), Does.Contain("names no heading"));
        Assert.That(page.Problem("database.md#kubernetes-objects"), Is.Null);
    }
}
