using System.CommandLine.Completions;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.CommandLine;

/// <summary>Names that a shell offers while somebody types. A server that does not answer at once offers nothing.</summary>
internal static class Completions
{
    private const int Max = 500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public static IEnumerable<CompletionItem> Modules(CompletionContext context) => Ask(context, (session, deadline) =>
    {
        var request = new ListModulesRequest { FilterText = context.WordToComplete, PageSize = Max };
        return session.Client.Modules.ListModules(request, deadline: deadline).Modules.Select(module => module.Name);
    });

    public static IEnumerable<CompletionItem> Nodes(CompletionContext context) => Ask(context, (session, deadline) =>
    {
        var request = new ListAgentsRequest { FilterText = context.WordToComplete, PageSize = Max };
        return session.Client.Agents.ListAgents(request, deadline: deadline).Agents.Select(agent => agent.NodeName);
    });

    public static IEnumerable<CompletionItem> Tokens(CompletionContext context) => Ask(context, (session, deadline) =>
    {
        var request = new TokenServiceListTokensRequest { PageSize = Max };
        var tokens = session.Client.Tokens.ListTokens(request, deadline: deadline).Tokens;
        return tokens.Where(token => token.RevokeTime is null).Select(token => token.Name);
    });

    public static IEnumerable<CompletionItem> Sessions(CompletionContext context) => Ask(context, (session, deadline) =>
        session.Client.Sessions.ListSessions(new ListSessionsRequest { PageSize = Max }, deadline: deadline).Sessions
            .Select(one => one.Id));

    public static IEnumerable<CompletionItem> Tables(CompletionContext context) => Tables(context, orphaned: false);

    public static IEnumerable<CompletionItem> OrphanedTables(CompletionContext context) => Tables(context, orphaned: true);

    public static IEnumerable<CompletionItem> Datasources(CompletionContext context) => Ask(context, (session, deadline) =>
        session.Client.Grafana.ListDatasources(new ListDatasourcesRequest { PageSize = Max }, deadline: deadline).Datasources
            .Select(one => one.Name));

    public static IEnumerable<CompletionItem> Dashboards(CompletionContext context) => Ask(context, (session, deadline) =>
        session.Client.Grafana.ListDashboards(new ListDashboardsRequest { PageSize = Max }, deadline: deadline).Dashboards
            .Select(one => one.Uid));

    public static IEnumerable<CompletionItem> Contexts(CompletionContext context) =>
        Ask(context, (session, _) => session.Config.Read().Contexts.Select(one => one.Name));

    private static IEnumerable<CompletionItem> Tables(CompletionContext context, bool orphaned) => Ask(context, (session, deadline) =>
    {
        var request = new ListTablesRequest { PageSize = Max, Orphaned = orphaned };
        return session.Client.Database.ListTables(request, deadline: deadline).Tables.Select(table => table.Name);
    });

    private static IEnumerable<CompletionItem> Ask(CompletionContext context, Func<Session, DateTime, IEnumerable<string>> names)
    {
        try
        {
            using var session = new Session(context.ParseResult);
            return [.. names(session, DateTime.UtcNow + Timeout).Distinct().Select(name => new CompletionItem(name))];
        }
        catch (Exception)
        {
            // Whatever is wrong: somebody is typing, and the command itself will tell.
            return [];
        }
    }
}
