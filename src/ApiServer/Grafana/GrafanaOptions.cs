using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Grafana;

/// <summary>Section <c>Grafana</c>: the Grafana whose tokens, datasources and dashboards follow the modules.</summary>
internal sealed record GrafanaOptions
{
    public const string Section = "Grafana";

    /// <summary>
    /// Where this server reaches it, with its sub path if it has one, such as <c>http://grafana:3000</c>; empty: there is none. A user and
    /// a password in it are taken where <see cref="User"/> is empty.
    /// </summary>
    public string Url { get; init; } = "";

    /// <summary>Where people reach it, for links; empty: the same address.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>An organization admin, by whom the server makes a token of its own.</summary>
    public string User { get; init; } = "";

    /// <summary>The password of <see cref="User"/>; give the file instead where others can read the command line.</summary>
    public string Password { get; init; } = "";

    /// <summary>A file that has the password.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>A service account token or API key with the role Admin, used instead of one of the server's own.</summary>
    public string Token { get; init; } = "";

    /// <summary>A file that has the token.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>The uid of the datasource for the observability database; empty: chosen by the server.</summary>
    public string DatasourceUid { get; init; } = "";

    /// <summary>Host and port of the observability database as Grafana reaches it; empty: as this server does.</summary>
    public string DatasourceHost { get; init; } = "";

    /// <summary>
    /// The user whom Grafana reads it as, a member of <c>tricorder_reader</c>; empty: the server makes one, where its own role may.
    /// </summary>
    public string DatasourceUser { get; init; } = "";

    /// <summary>The password of <see cref="DatasourceUser"/>.</summary>
    public string DatasourcePassword { get; init; } = "";

    /// <summary>A file that has the password.</summary>
    public string DatasourcePasswordFile { get; init; } = "";

    /// <summary>
    /// PromScale, or another Prometheus that scrapes <c>/metrics</c>, as Grafana reaches it,
    /// such as <c>http://promscale:9201</c>; empty: none.
    /// </summary>
    public string PrometheusUrl { get; init; } = "";

    /// <summary>How many dashboards are looked at or written each second at most.</summary>
    public int DashboardsPerSecond { get; init; } = 20;

    /// <summary>
    /// How long at most until something that was changed in Grafana is seen, where nothing happens here. Each dashboard is looked at every
    /// <see cref="DashboardIntervals"/> intervals.
    /// </summary>
    public TimeSpan ResyncInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take. A call with its repeats takes at most <see cref="Attempts"/> times as long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request that may be repeated is made at most.</summary>
    public const int Attempts = 3;

    /// <summary>After how many intervals a dashboard is looked at that nothing happened to.</summary>
    public const int DashboardIntervals = 10;

    public bool IsOn => Url.Length > 0;

    public bool HasToken => Token.Length > 0 || TokenFile.Length > 0;

    /// <summary>The address that paths of the API are appended to: it ends with a slash and has no user in it.</summary>
    public Uri BaseAddress => Plain(Url);

    /// <summary>The address that links begin with: it ends with a slash and has no user in it.</summary>
    public Uri PublicAddress => Plain(PublicUrl.Length > 0 ? PublicUrl : Url);

    /// <summary>The user name, empty where there is only a token, and the password as it is now.</summary>
    public (string User, string Password) ReadLogin()
    {
        if (User.Length > 0)
        {
            return (User, SecretFile.Read(Password, PasswordFile));
        }

        var parts = new Uri(Url).UserInfo.Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    public string ReadDatasourcePassword() => SecretFile.Read(DatasourcePassword, DatasourcePasswordFile);

    public string ReadToken() => SecretFile.Read(Token, TokenFile);

    private static Uri Plain(string url)
    {
        var address = new UriBuilder(url) { UserName = "", Password = "" };
        if (!address.Path.EndsWith('/'))
        {
            address.Path += "/";
        }

        return address.Uri;
    }
}
