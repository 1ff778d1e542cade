using System.Text.Json;
using System.Text.Json.Nodes;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Api;

public sealed class RestListTests : ServerFixture
{
    [Test]
    public async Task List_SeveralPages_HaveEachModuleOnceNewestFirst()
    {
        var group = Sample.NewName("group");
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Add(await CreateInAsync(group));
        }

        var listed = new List<string>();
        var token = "";
        do
        {
            var page = (await Rest.GetAsync($"/v1/modules?pageSize=2&filterText={group}&pageToken={token}")).Ok();
            listed.AddRange(Ids(page));
            token = page.Text("nextPageToken");
            Assert.That(page.Items("modules"), Has.Count.EqualTo(token.Length > 0 ? 2 : 1));
            Assert.That(page.Number("totalSize"), Is.GreaterThanOrEqualTo(5));

            // What comes and goes meanwhile shifts nothing.
            await CreateInAsync(group);
        }
        while (token.Length > 0);

        created.Reverse();
        Assert.That(listed, Is.EqualTo(created));
    }

    [Test]
    public async Task List_FilterText_SearchesNameDescriptionAndLabels()
    {
        var mark = Guid.NewGuid().ToString("N")[..12];
        var byName = await Rest.CreateIdAsync(module => module["name"] = "n-" + mark);
        var byDescription = await Rest.CreateIdAsync(module => module["description"] = $"about {mark}.");
        var byLabel = await CreateInAsync(mark);

        var found = (await Rest.GetAsync($"/v1/modules?filter_text={mark.ToUpperInvariant()}")).Ok();

        Assert.That(Ids(found), Is.EqualTo(new[] { byLabel, byDescription, byName }));
    }

    [Test]
    public async Task List_Lifecycle_IsAFilter()
    {
        var group = Sample.NewName("group");
        var created = await CreateInAsync(group);
        var deployed = await CreateInAsync(group);
        var undeployed = await CreateInAsync(group);
        (await Rest.PostAsync($"/v1/modules/{deployed}:deploy")).Ok();
        (await Rest.PostAsync($"/v1/modules/{undeployed}:deploy")).Ok();
        (await Rest.PostAsync($"/v1/modules/{undeployed}:undeploy")).Ok();

        foreach (var (lifecycle, id) in new[] { ("CREATED", created), ("DEPLOYED", deployed), ("UNDEPLOYED", undeployed) })
        {
            var found = (await Rest.GetAsync($"/v1/modules?filterText={group}&lifecycle=MODULE_LIFECYCLE_{lifecycle}")).Ok();

            Assert.That(Ids(found), Is.EqualTo(new[] { id }), lifecycle);
            Assert.That(found.Items("modules")[0].Text("lifecycle"), Is.EqualTo("MODULE_LIFECYCLE_" + lifecycle));
        }
    }

    [Test]
    public async Task List_View_IsBasicUnlessAskedFor()
    {
        var group = Sample.NewName("group");
        await CreateInAsync(group);

        var basic = (await Rest.GetAsync($"/v1/modules?filterText={group}")).Ok().Items("modules")[0];
        var full = (await Rest.GetAsync($"/v1/modules?filterText={group}&view=MODULE_VIEW_FULL")).Ok().Items("modules")[0];

        Assert.That((basic.Text("wasm", "binary"), basic.Text("ebpf", "source")), Is.EqualTo(("", "")));
        Assert.That(full.Text("ebpf", "source"), Is.EqualTo(Sample.Module().Ebpf.Source));
    }

    [Test]
    public async Task List_HugePageSize_Means500()
    {
        var group = Sample.NewName("group");
        var sample = Sample.Module();
        sample.Labels["group"] = group;
        await Parallel.ForAsync(0, 501, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellationToken) =>
        {
            var module = sample.Clone();
            module.Name = Sample.NewName();
            await Modules.CreateModuleAsync(new CreateModuleRequest { Module = module }, cancellationToken: cancellationToken);
        });

        var huge = (await Rest.GetAsync($"/v1/modules?filterText={group}&pageSize=2147483647")).Ok();
        var byDefault = (await Rest.GetAsync($"/v1/modules?filterText={group}")).Ok();

        Assert.That((huge.Items("modules").Count, huge.Number("totalSize")), Is.EqualTo((500, 501)));
        Assert.That(huge.Text("nextPageToken"), Is.Not.Empty);
        Assert.That(byDefault.Items("modules"), Has.Count.EqualTo(50));
    }

    [Test]
    public async Task List_NegativePageSize_IsRefused(
        [Values("modules", "module-instances", "agents", "events")] string list) =>
        (await Rest.GetAsync($"/v1/{list}?pageSize=-1")).Violates("page_size");

    [TestCase("filterText=other")]
    [TestCase("filterText=group&lifecycle=MODULE_LIFECYCLE_CREATED")]
    public async Task List_TokenOfOtherFilters_IsRefused(string query)
    {
        var token = await TokenAsync();

        (await Rest.GetAsync($"/v1/modules?{query}&pageToken={token}")).Violates("PAGE_TOKEN_INVALID", ["page_token"]);
    }

    [Test]
    public async Task List_TokenOfAnotherListOrOfNone_IsRefused(
        [Values("modules", "module-instances", "agents", "events")] string list, [Values] bool isToken)
    {
        var token = isToken ? await TokenAsync() : "AAAA*";

        (await Rest.GetAsync($"/v1/{list}?pageToken={token}")).Violates("PAGE_TOKEN_INVALID", ["page_token"]);
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.Items("modules").Select(module => module.Text("id"));

    private Task<string> CreateInAsync(string group) =>
        Rest.CreateIdAsync(module => module["labels"] = new JsonObject { ["group"] = group });

    /// <summary>A token of the list of modules with filterText=group.</summary>
    private async Task<string> TokenAsync()
    {
        await CreateInAsync("a");
        await CreateInAsync("b");
        return (await Rest.GetAsync("/v1/modules?filterText=group&pageSize=1")).Ok().Text("nextPageToken");
    }
}
