using System.Reflection;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Events;
using Tricorder.ApiServer.Events;

namespace Tricorder.ApiServer.Tests.Cli;

public class EventKindNamesTests
{
    [Test]
    public void All_AreTheKindsOfTheServer()
    {
        var kinds = typeof(EventKinds).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => ((string)field.GetRawConstantValue()!).Replace('_', '-').ToLowerInvariant());

        Assert.That(EventKindNames.All, Is.EquivalentTo(kinds));
    }

    [TestCase("deploy-requested", ExpectedResult = "")]
    [TestCase("DEPLOY_REQUESTED", ExpectedResult = "")]
    [TestCase("deploy-request", ExpectedResult = "--kind: 'deploy-request' is no kind of event; did you mean deploy-requested?")]
    public string Kind_OfTheCommandLine_IsChecked(string kind) =>
        string.Join('\n', TricorderCommand.Create().Parse(["events", "--kind", kind]).Errors.Select(error => error.Message));
}
