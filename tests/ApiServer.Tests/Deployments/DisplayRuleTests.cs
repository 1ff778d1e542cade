using Tricorder.ApiServer.Deployments.State;

namespace Tricorder.ApiServer.Tests.Deployments;

/// <summary>The rule over all that it can be asked, beside the sentences that it was made from.</summary>
internal sealed class DisplayRuleTests
{
    private static readonly bool[] Both = [false, true];

    /// <summary>In the order of the states; the first sentence that is true names the state.</summary>
    private static readonly (DisplayState State, Func<InstanceFacts, int, bool> Holds)[] Sentences =
    [
        (DisplayState.Offline, (facts, _) => !facts.Online),
        (DisplayState.Cordoned, (facts, _) => facts.Cordoned),
        (DisplayState.Unsupported, (facts, _) => facts.State == InstanceState.Failed && facts.Final),
        (DisplayState.Held, (facts, _) => facts.State == InstanceState.Held),
        (DisplayState.Failed, (facts, _) => facts.State == InstanceState.Failed),
        (DisplayState.Updating,
            (facts, _) => facts.State == InstanceState.InProgress || (facts.State == InstanceState.Pending && facts.Told)),
        (DisplayState.Pending, (facts, wanted) => facts.State == InstanceState.Pending || facts.Known != wanted),
        (DisplayState.Running, (_, wanted) => wanted > 0),
        (DisplayState.Stopped, (_, wanted) => wanted == 0),
    ];

    [Test]
    public void Of_EveryCombination_IsTheFirstThatHolds()
    {
        var all = All().ToList();

        Assert.That(all, Has.Count.EqualTo(2 * 2 * 5 * 2 * 2 * 4 * 3));
        Assert.That(all.Select(each => DisplayRule.Of(each.Facts, each.Wanted)), Is.EqualTo(all.Select(Expected)));
        Assert.That(all.Select(Expected).Distinct(), Is.EquivalentTo(Enum.GetValues<DisplayState>()), "each state can be");
    }

    [Test]
    public void Of_NothingRuns_IsNeverRunning() => Assert.That(
        All().Where(each => DisplayRule.Of(each.Facts, each.Wanted) == DisplayState.Running),
        Has.All.Matches<(InstanceFacts Facts, int Wanted)>(each =>
            each.Facts.Online && !each.Facts.Cordoned && each.Facts.Known > 0 && each.Facts.Known == each.Wanted
                && each.Facts.State == InstanceState.Succeeded));

    [TestCase(true, false, InstanceState.Succeeded, false, false, 2, 2, DisplayState.Running)]
    [TestCase(true, false, InstanceState.Succeeded, false, false, 1, 2, DisplayState.Pending, Description = "the new revision is withheld")]
    [TestCase(true, false, InstanceState.Succeeded, false, false, 0, 0, DisplayState.Stopped)]
    [TestCase(true, false, InstanceState.Pending, false, true, -1, 2, DisplayState.Updating)]
    [TestCase(true, false, InstanceState.Failed, false, true, -1, 2, DisplayState.Failed, Description = "it is being tried again")]
    [TestCase(true, true, InstanceState.Failed, false, false, 1, 0, DisplayState.Cordoned)]
    [TestCase(false, true, InstanceState.Succeeded, false, false, 1, 1, DisplayState.Offline)]
    public void Of_ThatWhichPeopleMeet_IsShownSo(
        bool online, bool cordoned, InstanceState state, bool final, bool told, int known, int wanted, DisplayState expected) =>
        Assert.That(DisplayRule.Of(new InstanceFacts(online, cordoned, state, final, told, known), wanted), Is.EqualTo(expected));

    [Test]
    public void DisplayState_Numbers_AreThoseOfTheApi() => Assert.That(
        Enum.GetValues<DisplayState>().Select(state => (state.ToString(), (int)state)),
        Is.EqualTo(Enum.GetValues<V1.DisplayState>().Where(state => state != 0).Select(state => (state.ToString(), (int)state))));

    private static DisplayState Expected((InstanceFacts Facts, int Wanted) each) =>
        Sentences.First(sentence => sentence.Holds(each.Facts, each.Wanted)).State;

    private static IEnumerable<(InstanceFacts Facts, int Wanted)> All() =>
        from online in Both
        from cordoned in Both
        from state in Enum.GetValues<InstanceState>()
        from final in Both
        from told in Both
        from known in (int[])[Instance.UnknownRevision, 0, 1, 2]
        from wanted in (int[])[0, 1, 2]
        select (new InstanceFacts(online, cordoned, state, final, told, known), wanted);
}
