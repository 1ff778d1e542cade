namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>What a PostgreSQL goes through on a bad day.</summary>
internal static class PostgresTrouble
{
    /// <summary>
    /// Kills it and starts it again, pauses it, cuts the server's connections, in turn until told to stop. It runs and answers afterwards.
    /// </summary>
    public static async Task TroubleAsync(this PostgresCluster postgres, string url, CancellationToken token)
    {
        for (var round = 0; !token.IsCancellationRequested; round++)
        {
            switch (round % 3)
            {
                case 0:
                    postgres.Stop();
                    await PauseAsync(1500);
                    postgres.StartAgain();
                    break;
                case 1:
                    postgres.Signal("STOP");
                    await PauseAsync(1500);
                    postgres.Signal("CONT");
                    break;
                default:
                    await PostgresCluster.ExecuteAsync(
                        url,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                        + "AND application_name = 'tricorder-apiserver'");
                    break;
            }

            await PauseAsync(1000);
        }

        async Task PauseAsync(int milliseconds) => await Task.Delay(milliseconds, CancellationToken.None);
    }
}
