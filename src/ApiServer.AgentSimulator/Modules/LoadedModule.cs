namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>A module in an agent's memory, from one load to the next.</summary>
internal sealed class LoadedModule(ModuleUpdate order, UsageMeter usage)
{
    private long _generation = order.Generation;
    private string? _trap;

    public string ModuleId { get; } = order.ModuleId;

    public int Revision { get; } = order.Revision;

    /// <summary>Generation of the newest order that it runs by.</summary>
    public long Generation
    {
        get => Volatile.Read(ref _generation);
        set => Volatile.Write(ref _generation, value);
    }

    /// <summary>Table that it inserts into.</summary>
    public string TableName { get; } = order.Content.TableName;

    /// <summary>Checksum of the content, where the fleet keeps track of that.</summary>
    public uint Digest { get; } = order.Content.Digest;

    public UsageMeter Usage { get; } = usage;

    /// <summary>Its WASM function trapped: it is known still, but does not run.</summary>
    public bool IsTrapped => Volatile.Read(ref _trap) is not null;

    /// <summary>False when it had trapped before.</summary>
    public bool Trap(string error)
    {
        if (Interlocked.CompareExchange(ref _trap, error, null) is not null)
        {
            return false;
        }

        Usage.Fail(error);
        return true;
    }
}
