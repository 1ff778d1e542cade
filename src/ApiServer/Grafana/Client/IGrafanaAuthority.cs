namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>In whose name Grafana is asked.</summary>
internal interface IGrafanaAuthority
{
    /// <summary>The value of the Authorization header, <c>Bearer ...</c> or <c>Basic ...</c>.</summary>
    ValueTask<string> AuthorizeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Grafana answered 401 to this value. True: there is another one by now, so the request is made once more with it. Several requests
    /// may be refused at the same time, also with a value that was replaced in the meantime.
    /// </summary>
    ValueTask<bool> RefusedAsync(string authorization, CancellationToken cancellationToken);
}
