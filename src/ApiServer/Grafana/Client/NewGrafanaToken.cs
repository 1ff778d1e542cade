namespace Tricorder.ApiServer.Grafana.Client;

/// <summary>A token or API key just made, with its secret.</summary>
internal sealed record NewGrafanaToken(long Id, string Name, string Key)
{
    public static NewGrafanaToken Of(GrafanaAnswer answer)
    {
        var token = answer.AsObject();
        return token.Text("key") is { Length: > 0 } key
            ? new NewGrafanaToken(token.Number("id"), token.Text("name"), key)
            : throw GrafanaFailures.NotGrafana(answer);
    }

    // A record would write its secret wherever it is formatted.
    public override string ToString() => $"token '{Name}' ({Id})";
}
