using System.Globalization;
using Tricorder.ApiServer.Deployments.Views;
using Tricorder.ApiServer.Modules;

namespace Tricorder.ApiServer.Api;

/// <summary>Fills pages of modules and of revisions.</summary>
internal sealed class ModuleListing(ModuleQueries queries, DeploymentViews deployments)
{
    public async Task<V1.ListModulesResponse> ListAsync(V1.ListModulesRequest request, CancellationToken cancellationToken)
    {
        var lifecycle = Arguments.Known("lifecycle", request.Lifecycle);
        var full = Arguments.IsFull(request.View, byDefault: false);
        var page = Paging.Of("ListModules", request.PageSize, request.PageToken, request.FilterText, lifecycle.ToString());
        var filter = new ModuleFilter(request.FilterText, lifecycle == V1.ModuleLifecycle.Unspecified ? null : (ModuleLifecycle)lifecycle);

        // One more than the page holds tells whether there is a next page.
        var (modules, total) = queries.List(filter, page.After, page.Size + 1);
        var response = new V1.ListModulesResponse { TotalSize = total };
        var budget = new PageBudget();
        for (var index = 0; index < modules.Count; index++)
        {
            var proto = index < page.Size ? await ToProtoAsync(modules[index], full, cancellationToken) : null;
            if (proto is null || !budget.Takes(proto))
            {
                response.NextPageToken = page.TokenAfter(modules[index - 1].Id);
                break;
            }

            response.Modules.Add(proto);
        }

        return response;
    }

    public async Task<V1.ListModuleRevisionsResponse> ListRevisionsAsync(
        V1.ListModuleRevisionsRequest request, CancellationToken cancellationToken)
    {
        var module = queries.Get(queries.IdOf(Arguments.Required("module_id", request.ModuleId)));
        var full = Arguments.IsFull(request.View, byDefault: false);
        var page = Paging.Of("ListModuleRevisions", request.PageSize, request.PageToken, request.ModuleId);
        var (revisions, total) = await queries
            .ListRevisionsAsync(module.Id, (int)Math.Min(page.AfterNumber(int.MaxValue), int.MaxValue), page.Size + 1, cancellationToken);
        var response = new V1.ListModuleRevisionsResponse { TotalSize = total };
        var budget = new PageBudget();
        for (var index = 0; index < revisions.Count; index++)
        {
            var proto = index < page.Size
                ? await ToProtoAsync(revisions[index], module, full, cancellationToken)
                : null;
            if (proto is null || !budget.Takes(proto))
            {
                response.NextPageToken = page.TokenAfter(revisions[index - 1].Revision.ToString(CultureInfo.InvariantCulture));
                break;
            }

            response.Revisions.Add(proto);
        }

        return response;
    }

    /// <summary>A module or revision that goes while it is listed is listed without its programs.</summary>
    private async Task<V1.Module> ToProtoAsync(Module module, bool full, CancellationToken cancellationToken)
    {
        var content = full ? await queries.LoadContentAsync(module.Id, module.Revision, cancellationToken) : null;
        return ModuleMapping.ToProto(
            module with { Content = content ?? module.Content }, full, DeploymentMapping.ToProtoOrNull(deployments.Find(module.Id)));
    }

    private async Task<V1.ModuleRevision> ToProtoAsync(
        ModuleRevision revision, Module module, bool full, CancellationToken cancellationToken)
    {
        var content = full ? await queries.LoadContentAsync(module.Id, revision.Revision, cancellationToken) : null;
        return ModuleMapping.ToProto(revision with { Content = content ?? revision.Content }, module, full);
    }
}
