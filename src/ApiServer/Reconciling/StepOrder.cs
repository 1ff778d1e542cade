namespace Tricorder.ApiServer.Reconciling;

/// <summary>Puts the steps of a phase in order: each after those that it names, whatever the order of their registration.</summary>
internal static class StepOrder
{
    public static IReadOnlyList<IPhaseStep> Of(IEnumerable<IPhaseStep> steps)
    {
        // By name first, so that the order never depends on that of registration.
        var waiting = steps.OrderBy(step => step.GetType().FullName, StringComparer.Ordinal).ToList();
        var ordered = new List<IPhaseStep>(waiting.Count);
        while (waiting.Count > 0)
        {
            var next = waiting.Find(step => !waiting.Exists(other => step.After.Contains(other.GetType())))
                ?? throw new InvalidOperationException(
                    $"These steps wait for each other: {string.Join(", ", waiting.Select(step => step.GetType().Name))}.");
            waiting.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }
}
