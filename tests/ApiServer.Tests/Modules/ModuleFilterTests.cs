using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Tests.Modules;

internal sealed class ModuleFilterTests
{
    private static readonly Module Module = Drafts.Valid("tcp-connect").Onto(
        new Module { Id = "1", Name = "", Content = Drafts.Valid().Content, Lifecycle = ModuleLifecycle.Deployed });

    [TestCase("", ExpectedResult = true)]
    [TestCase("CONNECT", ExpectedResult = true)]
    [TestCase("who connects", ExpectedResult = true)]
    [TestCase("TEAM", ExpectedResult = true)]
    [TestCase("network", ExpectedResult = true)]
    [TestCase("udp", ExpectedResult = false)]
    public bool Matches_Text_LooksAtNameDescriptionAndLabels(string text) => new ModuleFilter(text, null).Matches(Module);

    [TestCase(ModuleLifecycle.Deployed, ExpectedResult = true)]
    [TestCase(ModuleLifecycle.Created, ExpectedResult = false)]
    public bool Matches_Lifecycle_Decides(object lifecycle) => new ModuleFilter("", (ModuleLifecycle)lifecycle).Matches(Module);
}
