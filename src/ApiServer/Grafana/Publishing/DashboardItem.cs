using Tricorder.ApiServer.Grafana.Dashboards;

namespace Tricorder.ApiServer.Grafana.Publishing;

/// <summary>One dashboard to look after: of a module, or a built-in one.</summary>
internal sealed record DashboardItem(DesiredModuleDashboard? Module, DesiredDashboard? BuiltIn)
{
    public DashboardItem(DesiredModuleDashboard module)
        : this(module, null)
    {
    }

    public string Uid => BuiltIn?.Uid ?? DashboardUid.OfModule(Module!.Module.Id);

    public long Generation => BuiltIn?.Generation ?? Module!.Generation;

    /// <summary>Changes with whatever it depends on.</summary>
    public string Signature => BuiltIn is null ? Module!.Signature : ContentHash.Of(BuiltIn.Model);

    public bool HasDocuments => Module?.Family.Any(table => table.Columns.Any(column => column.Type is "json" or "jsonb")) == true;
}
