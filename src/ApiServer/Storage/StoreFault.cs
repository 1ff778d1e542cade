namespace Tricorder.ApiServer.Storage;

/// <summary>What a failure of the database means, whatever the engine calls it.</summary>
internal enum StoreFault
{
    /// <summary>Nothing that is known: the engine failed, or the failure is not of the database.</summary>
    Unknown,

    /// <summary>A row breaks a constraint: a key that is there already, a reference to nothing. The unit's own failure.</summary>
    Constraint,

    /// <summary>A statement or a value is wrong. The unit's own failure.</summary>
    Statement,

    /// <summary>There is no room on the disk.</summary>
    Full,

    /// <summary>Somebody else holds what the group needs.</summary>
    Busy,

    /// <summary>The database takes no writes.</summary>
    ReadOnly,

    /// <summary>What is stored cannot be read as a database.</summary>
    Damaged,
}
