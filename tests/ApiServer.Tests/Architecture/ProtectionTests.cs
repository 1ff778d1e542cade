using ArchUnitNET.NUnit;
using Microsoft.AspNetCore.DataProtection;
using Tricorder.ApiServer.Storage;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tricorder.ApiServer.Tests.Architecture;

/// <summary>Keys may be unusable in many ways; one class knows what to make of that.</summary>
internal sealed class ProtectionTests
{
    [Test]
    public void Protectors_AreUsedByOneClassOnly() =>
        Types().That().DependOnAny(typeof(IDataProtector)).Should().Be(typeof(ValueProtector)).Check(ServerCode.All);
}
