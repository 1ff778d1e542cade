namespace Tricorder.ApiServer.Storage;

/// <summary>Statements of a unit that are not kept.</summary>
internal static class UnitStatements
{
    /// <summary>
    /// As <see cref="WriteUnit.Execute"/>, for values of megabytes: a kept statement would hold on to the last ones.
    /// </summary>
    public static int ExecuteLarge(this WriteUnit unit, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = StoredValue.Command(unit.Connection, sql, parameters);
        return command.ExecuteNonQuery();
    }
}
