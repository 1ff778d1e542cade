using System.CommandLine;
using Tricorder.ApiServer.Cli.CommandLine;

namespace Tricorder.ApiServer.Tests.Cli;

/// <summary>Every command there is, as its help tells it.</summary>
public class CommandTreeTests
{
    private static readonly RootCommand Root = TricorderCommand.Create();

    private static IEnumerable<TestCaseData> Commands =>
        Below(Root, "").Select(found => new TestCaseData(found.Command).SetArgDisplayNames(found.Path));

    private static IEnumerable<TestCaseData> Leaves => Below(Root, "")
        .Where(found => found.Command.Subcommands.Count == 0)
        .Select(found => new TestCaseData(found.Command, found.Path).SetArgDisplayNames(found.Path));

    [TestCaseSource(nameof(Commands))]
    public void Command_HasADescription_AndSoHasAllThatItTakes(Command command)
    {
        Assert.Multiple(() =>
        {
            Assert.That(command.Description, Is.Not.Empty.And.EndsWith("."));
            foreach (var symbol in command.Options.Cast<Symbol>().Concat(command.Arguments))
            {
                Assert.That(symbol.Description, Is.Not.Null.And.Not.Empty, symbol.Name);
            }
        });
    }

    [TestCaseSource(nameof(Leaves))]
    public void Leaf_IsAnApiCommand_WithExamplesThatParse(Command command, string path)
    {
        Assert.That(command, Is.InstanceOf<ApiCommand>());
        var examples = ((ApiCommand)command).Examples;

        Assert.That(examples, Is.Not.Empty);
        foreach (var example in examples)
        {
            var parsed = Root.Parse(ShellLine.Of(example));
            Assert.That(parsed.Errors.Select(error => error.Message), Is.Empty, example);
            Assert.That(parsed.CommandResult.Command, Is.InstanceOf<ApiCommand>(), example);
        }

        Assert.That(
            examples.Select(example => Root.Parse(ShellLine.Of(example)).CommandResult.Command.Name), Does.Contain(command.Name), path);
    }

    /// <summary>Help shows the candidates of arguments that have no other name there, and would ask the server for them.</summary>
    [TestCaseSource(nameof(Leaves))]
    public void Arguments_WithCandidates_HaveANameInHelp(Command command, string path) =>
        Assert.That(
            command.Arguments.Where(argument => argument.CompletionSources.Count > 0).Select(argument => argument.HelpName),
            Is.All.Not.Null,
            path);

    private static IEnumerable<(Command Command, string Path)> Below(Command parent, string path) =>
        parent.Subcommands.SelectMany(command =>
        {
            var own = $"{path} {command.Name}".Trim();
            return Below(command, own).Prepend((command, own));
        });
}
