using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Hosting.Configuration;
using Tricorder.ApiServer.Hosting.Startup;

namespace Tricorder.ApiServer.Tests.Hosting.Configuration;

/// <summary>A setting that is wrong is told in one line: the key, the value, and what is allowed, in no words of .NET.</summary>
public sealed class WrongSettingTests
{
    private static IEnumerable<TestCaseData> TypedSettings() => ConfigurationPage.Options.SelectMany(OptionDocument.Read)
        .Where(option => option.Property.PropertyType is { IsValueType: true })
        .Select(option => new TestCaseData(option.Key, option.Property).SetArgDisplayNames(option.Key));

    private static IEnumerable<TestCaseData> BoundedSettings() => ConfigurationPage.Options
        .SelectMany(options => OptionDocument.Read(options).SelectMany(
            option => OptionRange.Outside(options, option.Property).Select(wrong =>
                new TestCaseData(option.Key, Text(wrong.Value), wrong.Failures).SetArgDisplayNames(option.Key, Text(wrong.Value)))));

    [TestCaseSource(nameof(TypedSettings))]
    public void Bind_ValueOfAnotherKind_IsOneLineInPlainWords(string key, PropertyInfo property)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, "a\nwolf")]).Build();
        var section = configuration.GetSection(key[..key.LastIndexOf(':')]);

        var said = StartupFailure.Describe(Assert.Catch(() => section.Get(property.DeclaringType!))!);

        Assert.That(said, Does.StartWith($"{key} is 'a\nwolf', but must be ").And.Contain($"for example --{key}="));
        Assert.That(said, Does.Not.Contain("something else").And.Not.Contain("Tricorder.").And.Not.Contain("System."));
        Assert.That(said, Does.Not.Contain("Int32").And.Not.Contain("Int64").And.Not.Contain("TimeSpan").And.Not.Contain("Boolean"));
    }

    [Test]
    public void Bind_ModeOfKubernetesThatIsNone_SaysWhichThereAre()
    {
        var options = ConfigurationPage.Options.Single(type => type.Name == "KubernetesOptions");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Kubernetes:Mode", "Outside")]).Build();

        var said = StartupFailure.Describe(Assert.Catch(() => configuration.GetSection("Kubernetes").Get(options))!);

        Assert.That(
            said, Is.EqualTo("Kubernetes:Mode is 'Outside', but must be Off, InCluster or KubeConfig; for example --Kubernetes:Mode=Off"));
    }

    [TestCaseSource(nameof(BoundedSettings))]
    public void Validate_OutsideOfItsRange_NamesTheKeyAndTheValueAndWhatIsAllowed(string key, string value, string failures) =>
        Assert.That(failures, Does.Match(
            $"^{key} is {value}( \\([^)]*\\))?, but must .*; for example --{key}=|, but must .* {key}, which is {value}; for example --"));

    [TestCase("Chatty")]
    [TestCase("")]
    [TestCase("7")]
    [TestCase("Debug,Trace")]
    public void LogLevels_NoLevel_IsOneLineThatListsThem(string level)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Logging:LogLevel:Default", "information"), new("Logging:LogLevel:Grpc", level)]).Build();

        Assert.That(
            () => LogLevels.Check(configuration),
            Throws.InstanceOf<StartupException>().With.Message.EqualTo(
                $"Logging:LogLevel:Grpc is '{level}', but must be Trace, Debug, Information, Warning, Error, Critical or None; "
                + "for example --Logging:LogLevel:Grpc=Information"));
    }

    [Test]
    public void LogLevels_TwoAreWrong_BothAreNamed()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Logging:LogLevel:A", "x"), new("Logging:LogLevel:B", "y")]).Build();

        Assert.That(
            () => LogLevels.Check(configuration),
            Throws.InstanceOf<StartupException>()
                .With.Message.Contains("Logging:LogLevel:A is 'x'").And.Message.Contains("Logging:LogLevel:B is 'y'"));
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
