using System.Runtime.CompilerServices;
using Tricorder.ApiServer.Client;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Watches one topic until Ctrl-C: says on standard error when the connection is lost and found.</summary>
internal static class Follow
{
    /// <summary>A server that can not be reached in the first place is an error; one that is lost later is waited for.</summary>
    public static async IAsyncEnumerable<WatchResponse> WatchAsync(
        Session session, Subscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new ChangeLines(session.Terminal);
        var wasThere = false;
        var options = new WatchOptions
        {
            OnState = error =>
            {
                if (error is not null && !wasThere)
                {
                    throw ErrorPrinter.Describe(error, session.Server);
                }

                wasThere = true;
                session.HasFollowed = true;
                lines.Stale(error);
            },
        };
        subscription.Key = "all";
        await foreach (var response in session.Client.WatchAsync([subscription], options, cancellationToken))
        {
            yield return response;
        }
    }
}
