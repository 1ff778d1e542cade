using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Deployments.Conditions;
using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>What agents complain of, in their own word for it.</summary>
internal sealed class DataFlowErrorTests
{
    [TestCase(ModuleErrorKind.Ebpf, "EBPF_ERROR")]
    [TestCase(ModuleErrorKind.Wasm, "WASM_ERROR")]
    [TestCase(ModuleErrorKind.Insert, "INSERT_FAILED")]
    [TestCase(ModuleErrorKind.Lost, "EVENTS_LOST")]
    [TestCase(ModuleErrorKind.None, "ERRORS_REPORTED")]
    public void Explain_Kind_IsTheReasonWhateverTheWordsAre(ModuleErrorKind kind, string reason)
    {
        var usage = new ModuleUsage("m", 9, 4, 5, 4, "insert into relation: connection to the database", TimeSpan.Zero, 0, kind);

        var errors = DataFlow.Count([usage]);

        Assert.That(DataFlow.Explain(DataFlow.MostFrequent(errors)).Reason, Is.EqualTo(reason));
        Assert.That(errors, Is.EqualTo(new[] { new ErrorCount(usage.LastError, 1, kind) }));
    }

    [Test]
    public void MaxFrequent_SeveralKinds_IsThatOfMostAgents()
    {
        ErrorCount[] errors =
        [
            new("trap", 2, ModuleErrorKind.Wasm),
            new("no table", 3, ModuleErrorKind.Insert),
            new("overflow", 2, ModuleErrorKind.Wasm),
        ];

        Assert.That(DataFlow.MostFrequent(errors), Is.EqualTo(ModuleErrorKind.Wasm));
    }

    [Test]
    public void MaxFrequent_AsManyOfEach_IsWhatIsNearestToTheRows()
    {
        ErrorCount[] errors =
        [
            new("full", 1, ModuleErrorKind.Lost),
            new("no table", 1, ModuleErrorKind.Insert),
            new("trap", 1, ModuleErrorKind.Wasm),
        ];

        Assert.That(DataFlow.MostFrequent(errors), Is.EqualTo(ModuleErrorKind.Insert));
    }
}
