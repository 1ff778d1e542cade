using NetArchTest.Rules;
using Tricorder.ApiServer.Common;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Keys may be unusable in many ways; one class knows what to make of that.</summary>
internal sealed class ProtectionTests
{
    [Test]
    public void Protectors_AreUsedByOneClassOnly()
    {
        var users = Types.InAssembly(typeof(ClusterOptions).Assembly)
            .That().HaveDependencyOn("Microsoft.AspNetCore.DataProtection.IDataProtector")
            .GetTypes();

        Assert.That(users.Select(type => type.Name).Where(name => !name.StartsWith('<')), Is.EqualTo([nameof(ValueProtector)]));
    }
}
