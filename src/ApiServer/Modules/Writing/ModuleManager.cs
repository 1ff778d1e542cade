using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Modules.Validation;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Modules.Writing;

/// <summary>Creates and updates modules.</summary>
internal sealed class ModuleManager(
    StoreWriter writer,
    ModuleStore store,
    ModuleCatalog catalog,
    ModuleValidator validator,
    IRevisionsInUse revisionsInUse,
    EventStore events,
    TimeProvider clock,
    ILogger<ModuleManager> logger)
{
    /// <summary>Newest revisions that are kept, whether in use or not.</summary>
    public const int MaxRevisions = 50;

    private static readonly Finding NameTaken =
        new(FindingSeverity.Error, "name", FindingCodes.NameTaken, "is the name of another module; choose another one");

    private const int MaxPlans = 10;
    private const string Overtaken = "CONCURRENT_UPDATES";

    /// <param name="given">What is wanted.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ModuleResult> CreateAsync(
        ModuleDraft given, Action<WriteUnit, ModuleResult> also, Origin origin, CancellationToken cancellationToken)
    {
        var draft = await validator.CheckAsync(given, null, cancellationToken);
        return await writer.WriteAsync(
            unit =>
            {
                var result = Create(unit, draft, origin);
                also(unit, result);
                return result;
            },
            cancellationToken);
    }

    /// <summary>What <see cref="CreateAsync"/> would do now, with nothing stored and no id given.</summary>
    public async Task<ModuleResult> CheckAsync(ModuleDraft given, CancellationToken cancellationToken)
    {
        var (draft, findings) = await validator.CheckAsync(given, null, cancellationToken);
        Refusal.ThrowIfRefused(findings);
        return catalog.FindByName(draft.Name) is null
            ? new ModuleResult(NewModule("", draft), findings)
            : throw new AlreadyExistsException("module", draft.Name);
    }

    /// <summary>Everything there is to say about a draft; a name that another module has is an error too.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="moduleId">The module that the draft would replace; empty = it would be a new one.</param>
    public async Task<IReadOnlyList<Finding>> ValidateAsync(ModuleDraft draft, string moduleId, CancellationToken cancellationToken)
    {
        var (_, findings) = await validator.CheckAsync(draft, null, cancellationToken);
        findings = catalog.Find(moduleId)?.Name == draft.Name ? UnchangedName.Without(findings) : findings;
        return catalog.FindByName(draft.Name) is { } other && other.Id != moduleId
            ? [NameTaken, .. findings]
            : findings;
    }

    /// <param name="update">What is wanted.</param>
    /// <param name="also">What else is stored in the same transaction.</param>
    /// <param name="origin">Who calls.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ModuleResult> UpdateAsync(
        ModuleUpdate update, Action<WriteUnit, ModuleResult> also, Origin origin, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var plan = await PlanAsync(update, cancellationToken);
            try
            {
                return await writer.WriteAsync(
                    unit =>
                    {
                        var result = Update(unit, update, plan, origin);
                        also(unit, result);
                        return result;
                    },
                    cancellationToken);
            }
            catch (AbortedException e) when (e.Reason == Overtaken && attempt < MaxPlans)
            {
                logger.UpdateOvertaken(update.ModuleId, attempt);
            }
        }
    }

    private ModuleResult Create(WriteUnit unit, CheckedDraft given, Origin origin)
    {
        var (draft, findings) = given;
        Refusal.ThrowIfRefused(findings);
        ThrowIfTaken(unit, draft.Name, "");
        var module = NewModule(Guid.CreateVersion7(clock.GetUtcNow()).ToString(), draft);
        store.Insert(unit, module);
        Finish(
            unit, module, EventKinds.ModuleCreated, $"Module '{module.Name}' was created.", ModuleChangeText.Between(null, module), origin);
        return new ModuleResult(module, findings);
    }

    private Module NewModule(string id, ModuleDraft draft)
    {
        var now = StoredTime.Now(clock);
        return draft.WithDefaults().Onto(new Module
        {
            Id = id,
            Name = draft.Name,
            Content = draft.Content,
            CreateTime = now,
            UpdateTime = now
        });
    }

    /// <summary>Null when there is no such module, or not any more.</summary>
    private async Task<UpdatePlan?> PlanAsync(ModuleUpdate update, CancellationToken cancellationToken)
    {
        if (catalog.Find(update.ModuleId) is not { } stored
            || await store.LoadContentAsync(stored.Id, stored.Revision, cancellationToken) is not { } content)
        {
            return null;
        }

        stored = stored with { Content = content };
        var (draft, findings) = await validator.CheckAsync(update.Edit(stored), content.Wasm, cancellationToken);
        findings = draft.Name == stored.Name ? UnchangedName.Without(findings) : findings;
        draft = draft.WithDefaults();
        return new UpdatePlan(stored, draft, ModuleChange.Between(stored, draft.Onto(stored)), findings);
    }

    private ModuleResult Update(WriteUnit unit, ModuleUpdate update, UpdatePlan? plan, Origin origin)
    {
        var stored = store.Find(unit, update.ModuleId) ?? throw new NotFoundException("module", update.ModuleId);
        if (update.Etag.Length > 0 && update.Etag != stored.Etag)
        {
            throw new AbortedException("ETAG_MISMATCH", "The module has changed since that etag was read; read it again and retry.");
        }

        if (plan?.Stored.UpdateCount != stored.UpdateCount)
        {
            throw new AbortedException(Overtaken, "Others keep changing this module; read it again and retry.");
        }

        Refusal.ThrowIfRefused(plan.Findings);
        if (!plan.Change.Any)
        {
            return new ModuleResult(stored, plan.Findings);
        }

        ThrowIfTaken(unit, plan.Draft.Name, stored.Id);
        var module = plan.Draft.Onto(stored) with
        {
            Content = plan.Draft.Content with { TableName = plan.Change.Content ? "" : stored.Content.TableName },
            Revision = plan.Change.Content ? stored.Revision + 1 : stored.Revision,
            UpdateCount = stored.UpdateCount + 1,
            UpdateTime = StoredTime.Now(clock),
        };
        store.Update(unit, module, plan.Change.Content);
        if (plan.Change.Content)
        {
            store.PruneRevisions(unit, module.Id, MaxRevisions, revisionsInUse.InUse(unit, module.Id));
        }

        var what = plan.Change.Content ? $"is at revision {module.Revision} now" : "was updated; its revision stays";
        Finish(
            unit, module, EventKinds.ModuleUpdated, $"Module '{module.Name}' {what}.",
            ModuleChangeText.Between(plan.Stored, module), origin);
        return new ModuleResult(module, plan.Findings);
    }

    /// <summary>As precise as it is stored, so that an answer from memory and one from the store agree.</summary>
    private void ThrowIfTaken(WriteUnit unit, string name, string exceptId)
    {
        if (store.NameTaken(unit, name, exceptId))
        {
            throw new AlreadyExistsException("module", name);
        }
    }

    private void Finish(WriteUnit unit, Module module, string kind, string message, string change, Origin origin)
    {
        events.Append(unit, new NewEvent
        {
            Kind = kind,
            Origin = origin,
            ModuleId = module.Id,
            Revision = module.Revision,
            Message = message,
            Change = change,
            Parameters = EventParameters.Of(("module", module.Name), ("revision", $"{module.Revision}")),
        });
        unit.Publish(() => catalog.Apply(module));
    }

    /// <summary>An update worked out and validated against one state of the module.</summary>
    private sealed record UpdatePlan(Module Stored, ModuleDraft Draft, ModuleChange Change, IReadOnlyList<Finding> Findings);
}

/// <summary>A module as it was stored, and what validation had to say beside errors.</summary>
internal sealed record ModuleResult(Module Module, IReadOnlyList<Finding> Findings);

/// <summary>A change that a caller asks for.</summary>
/// <param name="ModuleId">Which module.</param>
/// <param name="Edit">
/// What the module should become, given what it is, with its full content. Pure: it may be called again when somebody else was faster.
/// </param>
/// <param name="Etag">What the caller believes the module's etag to be; empty = whatever it is.</param>
internal sealed record ModuleUpdate(string ModuleId, Func<Module, ModuleDraft> Edit, string Etag);
