using System.Globalization;
using System.Text.Json.Nodes;

namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>What a Grafana keeps. Everything in it is used under <see cref="Gate"/>.</summary>
internal sealed class GrafanaState(GrafanaProfile profile)
{
    private long _lastId;

    public Lock Gate { get; } = new();

    public List<GrafanaAccount> Accounts { get; } = [];

    public List<GrafanaKey> Keys { get; } = [];

    public List<StoredDatasource> Datasources { get; } = [];

    public List<StoredFolder> Folders { get; } = [];

    public List<StoredDashboard> Dashboards { get; } = [];

    public List<JsonObject> Annotations { get; } = [];

    /// <summary>What its configuration limits the life of tokens to.</summary>
    public TimeSpan? MaxLifetime { get; set; }

    public long NextId() => ++_lastId;

    /// <summary>Ids of dashboards and folders are what a snowflake gives in the new storage.</summary>
    public long NextResourceId() => profile.HasUnifiedStorage ? 3_000_000_000_000_000_000 + NextId() : NextId();

    public string NewUid() => "u" + NextId().ToString(CultureInfo.InvariantCulture).PadLeft(8, '0');

    /// <summary>Back to what a fresh installation has.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            Accounts.Clear();
            Keys.Clear();
            Datasources.Clear();
            Folders.Clear();
            Dashboards.Clear();
            Annotations.Clear();
        }
    }
}
