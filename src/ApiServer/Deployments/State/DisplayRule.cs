namespace Tricorder.ApiServer.Deployments.State;

/// <summary>The one rule for what people are shown of an instance. Counts, filters, watches and texts are all made from it.</summary>
internal static class DisplayRule
{
    /// <param name="facts">What is known of the instance.</param>
    /// <param name="wanted">
    /// The revision that the module's deployment asks for, though it may be withheld from agents still; 0 = none.
    /// </param>
    public static DisplayState Of(in InstanceFacts facts, int wanted) => facts switch
    {
        { Online: false } => DisplayState.Offline,
        { Cordoned: true } => DisplayState.Cordoned,
        { State: InstanceState.Failed, Final: true } => DisplayState.Unsupported,
        { State: InstanceState.Held } => DisplayState.Held,
        { State: InstanceState.Failed } => DisplayState.Failed,
        { State: InstanceState.InProgress } or { State: InstanceState.Pending, Told: true } => DisplayState.Updating,
        { State: InstanceState.Pending } => DisplayState.Pending,
        _ when facts.Known != wanted => DisplayState.Pending,
        _ => wanted > 0 ? DisplayState.Running : DisplayState.Stopped,
    };
}
