using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Tricorder.ApiServer.IntegrationTests.Support;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Ui;

/// <summary>From a first line of C to rows in PostgreSQL and back, without leaving the browser.</summary>
public sealed partial class UiJourneyTests : UiTest
{
    private const string Wasm = "WASM function";
    private string _database = "";

    private protected override async Task<string[]> SettingsAsync()
    {
        _database = await PostgresCluster.Shared.CreateDatabaseAsync();
        return [$"--ObservabilityDb:ConnectionString={_database}"];
    }

    [Test]
    public async Task Module_FromItsFirstLineToItsEnd()
    {
        using var good = await ScriptedAgent.ConnectAsync(Server, node: "good");
        using var bad = await ScriptedAgent.ConnectAsync(Server, node: "bad");
        var page = await Browser.GoAsync("/");
        await Link(page, "tcp-connect").ClickAsync();

        // An error of the compiler stands at its line, and nothing can be created until it is gone.
        await Tab(page, "WASM").ClickAsync();
        await TypeAtTopAsync(page, "int broken = ;");
        await SeesAsync(page, "WASM › source, line 1");
        await Assertions.Expect(page.Locator(".cm-lint-marker-error")).ToHaveCountAsync(1);
        await Assertions.Expect(Button(page, "Create")).ToBeDisabledAsync();
        await DropTopAsync(page);
        await SeesAsync(page, "Nothing is wrong.");

        await Tab(page, "Preview").ClickAsync();
        await Button(page, "Run").ClickAsync();
        await SeesAsync(page, "2 rows");
        await SeesAsync(page, "\"comm\":\"curl\"");

        await page.GetByLabel("Description", new PageGetByLabelOptions { Exact = true }).FillAsync("mine");
        await SeesAsync(page, "Nothing is wrong.");
        await page.ReloadAsync();
        await SeesAsync(page, "What you had not saved is back");
        await Button(page, "Create").ClickAsync();
        await page.WaitForURLAsync(ModulePage());
        var id = ModulePage().Match(page.Url).Groups[1].Value;
        await SeesAsync(page, "not deployed");

        await Button(page, "Deploy").ClickAsync();
        await ConfirmAsync(page, "Deploy");
        var first = await good.OrderAsync(ModuleAction.Deploy, id);
        await good.SucceedAsync(first);
        await bad.FailAsync(await bad.OrderAsync(ModuleAction.Deploy, id), "kernel too old");
        await SeesAsync(page, "1 / 2");
        await SeesAsync(page, "kernel too old");

        await PostgresCluster.ExecuteAsync(
            _database, $"INSERT INTO \"{await TableOfAsync(id)}\" (data) VALUES ('{{\"comm\":\"from-the-kernel\"}}')");
        await Tab(page, "Data").ClickAsync();
        await SeesAsync(page, "from-the-kernel");

        // A second revision, and back again.
        await Button(page, "Edit").ClickAsync();
        await Tab(page, "WASM").ClickAsync();
        await TypeAtTopAsync(page, "// the second");
        await Button(page, "Save").ClickAsync();
        await SeesAsync(page, "newer revision");
        await Button(page, "Deploy").ClickAsync();
        await ConfirmAsync(page, "Deploy");
        await good.ObeyAsync(ModuleAction.Deploy, id, 2);
        await Tab(page, "History").ClickAsync();
        var older = page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Deploy this one" }).Last;
        await older.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Compare" }).ClickAsync();
        var changed = page.Locator(".cm-changedLine, .cm-insertedLine").Filter(new LocatorFilterOptions { HasText = "// the second" });
        await Assertions.Expect(changed).Not.ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await older.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Deploy this one" }).ClickAsync();
        await ConfirmAsync(page, "OK");
        await good.ObeyAsync(ModuleAction.Deploy, id, 1);
        await SeesAsync(page, "revision 1 of 2");

        await Button(page, "Undeploy").ClickAsync();
        await ConfirmAsync(page, "Undeploy");
        await good.ObeyAsync(ModuleAction.Undeploy, id);
        await SeesAsync(page, "undeployed");
        await Button(page, "Delete").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).FillAsync("tcp-connect");
        await ConfirmAsync(page, "Delete");
        await SeesAsync(page, "No modules yet.");
    }

    [Test]
    public async Task Editor_OpenWhileSomebodyElseSaves_LosesNothing()
    {
        var module = await Plane.CreateAsync();
        var page = await Browser.GoAsync($"/modules/{module.Id}/edit");
        await page.GetByLabel("Description", new PageGetByLabelOptions { Exact = true }).FillAsync("mine");
        await Plane.ReviseAsync(module.Id);

        await SeesAsync(page, "Somebody saved another version since you began.");
        await Save(page).ClickAsync();
        await SeesAsync(page, "etag");
        Assert.That((await ModuleAsync(module.Id)).Description, Is.Not.EqualTo("mine"));
        await Button(page, "Keep mine").ClickAsync();
        await Save(page).ClickAsync();
        await page.WaitForURLAsync(ModulePage());

        Assert.That((await ModuleAsync(module.Id)).Description, Is.EqualTo("mine"));
    }

    [Test]
    public async Task Module_Exported_IsImportedAgain()
    {
        var page = await Browser.GoAsync("/modules/new?sample=cpu-profile");
        var download = await page.RunAndWaitForDownloadAsync(() => Button(page, "Export").ClickAsync());
        var file = Path.Combine(Server.DataDirectory, download.SuggestedFilename);
        await download.SaveAsAsync(file);
        Assert.That(download.SuggestedFilename, Is.EqualTo("cpu-profile.yaml"));

        await page.GotoAsync("/modules/new");
        await Assertions.Expect(page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("");
        await page.Locator("input[type=file][accept='.json,.yaml,.yml']").SetInputFilesAsync(file);

        await Assertions.Expect(page.GetByLabel("Name", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("cpu-profile");
        await SeesAsync(page, "Nothing is wrong.");
        await page.Locator("input[type=file][accept='.json,.yaml,.yml']").SetInputFilesAsync(
            new FilePayload { Name = "no.yaml", MimeType = "application/yaml", Buffer = "- nothing"u8.ToArray() });
        await SeesAsync(page, "The file is not a module");
    }

    /// <summary>Its name has a word more while it turns.</summary>
    private static ILocator Save(IPage page) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save" });

    private static ILocator Tab(IPage page, string name) => page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = name });

    private static ILocator Source(IPage page) => page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = Wasm, Exact = true });

    private static async Task TypeAtTopAsync(IPage page, string line)
    {
        await Source(page).ClickAsync();
        await page.Keyboard.PressAsync("Control+Home");
        await page.Keyboard.InsertTextAsync(line + "\n");
    }

    private static async Task DropTopAsync(IPage page)
    {
        await Source(page).ClickAsync();
        await page.Keyboard.PressAsync("Control+Home");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.Keyboard.PressAsync("Delete");
    }

    private async Task<Module> ModuleAsync(string id) =>
        (await Plane.Modules.GetModuleAsync(new GetModuleRequest { ModuleId = id }, ControlPlane.Options)).Module;

    private async Task<string> TableOfAsync(string id) => (await ModuleAsync(id)).OutputSchema.TableName;

    [GeneratedRegex("/modules/([0-9a-f-]{36})$")]
    private static partial Regex ModulePage();
}
