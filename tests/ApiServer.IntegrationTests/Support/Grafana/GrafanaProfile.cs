namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

/// <summary>How a version of Grafana differs on the wire, by its source and change log.</summary>
internal sealed record GrafanaProfile(string Version)
{
    public static readonly GrafanaProfile V7 = new("7.5.17")
    {
        CreatesApiKeys = true,
        HasApiKeys = true,
        HasDatasourceIds = true,
        HasUniqueNames = true,
        HasFolderIds = true,
        PostgresPlugin = "postgres",
    };

    public static readonly GrafanaProfile V11 = new("11.3.0")
    {
        HasApiKeys = true,
        HasServiceAccounts = true,
        HasDatasourceIds = true,
        HasDatasourceUids = true,
        HasFolderIds = true,
        HasFolderUidOnSave = true,
        GuardsProvisioned = true,
        HasAnnotationUids = true,
        HasRichErrors = true,
    };

    public static readonly GrafanaProfile V13 = new("13.0.1")
    {
        HasServiceAccounts = true,
        HasDatasourceUids = true,
        HasFolderUidOnSave = true,
        GuardsProvisioned = true,
        HasAnnotationUids = true,
        HasRichErrors = true,
        HasUnifiedStorage = true,
        CompressesAnswers = true,
    };

    public static readonly GrafanaProfile[] All = [V7, V11, V13];

    /// <summary>Lists and deletes API keys.</summary>
    public bool HasApiKeys { get; init; }

    /// <summary>Else it says 410.</summary>
    public bool CreatesApiKeys { get; init; }

    public bool HasServiceAccounts { get; init; }

    /// <summary>Datasources under their numeric ids.</summary>
    public bool HasDatasourceIds { get; init; }

    /// <summary>Datasources and their health under their uids.</summary>
    public bool HasDatasourceUids { get; init; }

    /// <summary>Answers name datasources' uids. Some of the 7.5 line did not.</summary>
    public bool TellsDatasourceUids { get; init; } = true;

    /// <summary>Names of dashboards are unique in a folder, and none may be a folder's.</summary>
    public bool HasUniqueNames { get; init; }

    /// <summary>Saving a dashboard looks at folderId; without this the number is ignored, and the dashboard goes to the root.</summary>
    public bool HasFolderIds { get; init; }

    public bool HasFolderUidOnSave { get; init; }

    /// <summary>A provisioned dashboard cannot be saved; without this, only when it is named by id.</summary>
    public bool GuardsProvisioned { get; init; }

    public bool HasAnnotationUids { get; init; }

    /// <summary>Errors have message ids, titles and more.</summary>
    public bool HasRichErrors { get; init; }

    /// <summary>Dashboards and folders live in the new storage: ids of 63 bits, and its words for conflicts.</summary>
    public bool HasUnifiedStorage { get; init; }

    /// <summary>It does so by default from 13 on.</summary>
    public bool CompressesAnswers { get; init; }

    /// <summary>What PostgreSQL's plugin is called; <c>postgres</c> is taken for it everywhere.</summary>
    public string PostgresPlugin { get; init; } = "grafana-postgresql-datasource";

    public override string ToString() => Version;
}
