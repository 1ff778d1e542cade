using System.Diagnostics;

namespace Tricorder.ApiServer.IntegrationTests.Chaos;

/// <summary>From when to when somebody waited for an answer, as timestamps of <see cref="Stopwatch"/>.</summary>
internal readonly record struct Answer(long Start, long End)
{
    public TimeSpan Took => Stopwatch.GetElapsedTime(Start, End);
}
