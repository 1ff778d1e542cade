namespace Tricorder.ApiServer.Grafana.Dashboards;

/// <summary>Scalars of JSON; rows of a hostile or changing program have several at one place.</summary>
[Flags]
internal enum ValueTypes
{
    None = 0,
    Number = 1,
    Text = 2,
    Bool = 4,
}
