using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Tests.Reconciling;

public sealed class StepOrderTests
{
    [Test]
    public void Of_StepsInAnyOrder_EachComesAfterWhatItNames()
    {
        IPhaseStep[] steps = [new A(), new B(), new C()];

        foreach (var given in (IPhaseStep[][])[steps, [.. steps.Reverse()], [steps[1], steps[2], steps[0]]])
        {
            Assert.That(StepOrder.Of(given).Select(step => step.GetType()), Is.EqualTo(new[] { typeof(C), typeof(B), typeof(A) }));
        }
    }

    [Test]
    public void Of_NamesAStepThatIsNotThere_DoesNotWaitForIt() => Assert.That(StepOrder.Of([new B()]), Has.Count.EqualTo(1));

    [Test]
    public void Of_StepsThatNameEachOther_IsRefused() =>
        Assert.That(() => StepOrder.Of([new D(), new E()]), Throws.InvalidOperationException.With.Message.Contains("wait for each other"));

    private abstract class Step(params IReadOnlyList<Type> after) : IPhaseStep
    {
        public ProcessPhase Phase => ProcessPhase.Lead;

        public IReadOnlyList<Type> After { get; } = after;
    }

    private sealed class A() : Step(typeof(B));

    private sealed class B() : Step(typeof(C));

    private sealed class C : Step;

    private sealed class D() : Step(typeof(E));

    private sealed class E() : Step(typeof(D));
}
