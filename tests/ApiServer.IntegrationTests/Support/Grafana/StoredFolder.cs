namespace Tricorder.ApiServer.IntegrationTests.Support.Grafana;

internal sealed record StoredFolder(long Id, long OrgId, string Uid, string Title);
