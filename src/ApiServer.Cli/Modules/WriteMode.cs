namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>What a command may do with a module.</summary>
internal enum WriteMode
{
    /// <summary>Make a new one; the name must be free.</summary>
    Create,

    /// <summary>Change the one of that name.</summary>
    Update,

    /// <summary>Change the one of that name, or make it.</summary>
    Apply,
}
