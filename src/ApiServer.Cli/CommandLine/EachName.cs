using Grpc.Core;
using Tricorder.ApiServer.Client;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Commands that take several names: each stands alone, and a failure keeps nothing from the others.</summary>
internal static class EachName
{
    /// <summary>
    /// Does it for one name after another; the exit status is that of the worst. A server that is gone ends it, as nothing else would work.
    /// </summary>
    public static async Task<int> DoAsync(Session session, IEnumerable<string> names, Func<string, Task> doOne)
    {
        var worst = ExitCode.Ok;
        foreach (var name in names.Distinct())
        {
            try
            {
                await doOne(name);
            }
            catch (RpcException exception)
                when (exception.StatusCode is not (StatusCode.Cancelled or StatusCode.Unavailable or StatusCode.Unauthenticated))
            {
                worst = Math.Max(worst, session.Errors.Print(ApiError.From(exception), name));
            }
            catch (CliException exception)
            {
                worst = Math.Max(worst, session.Errors.Print(exception));
            }
        }

        return worst;
    }
}
