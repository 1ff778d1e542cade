using System.Globalization;
using System.Text;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>The declared columns: they become columns of a PostgreSQL table, always quoted.</summary>
internal static class SchemaRules
{
    public static void Check(IReadOnlyList<OutputField> fields, FindingList findings)
    {
        if (fields.Count == 0)
        {
            findings.Error("output_schema.fields", FindingCodes.Missing, "is required: declare at least one column");
        }

        if (fields.Count > ModuleLimits.Columns)
        {
            findings.Error("output_schema.fields", FindingCodes.TooMany,
                string.Create(CultureInfo.InvariantCulture, $"has {fields.Count} columns; at most {ModuleLimits.Columns} are accepted"));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var firsts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < Math.Min(fields.Count, ModuleLimits.Columns); index++)
        {
            var place = $"output_schema.fields[{index}]";
            if (CheckName(place + ".name", fields[index].Name, findings))
            {
                CheckUnique(place + ".name", fields[index].Name, names, firsts, findings);
            }

            CheckType(place + ".type", fields[index].Type, findings);
            findings.CheckText(place + ".description", fields[index].Description, ModuleLimits.FieldDescriptionBytes);
        }
    }

    private static bool CheckName(string field, string name, FindingList findings)
    {
        if (name.Length == 0)
        {
            findings.Error(field, FindingCodes.Missing, "is required: name the column");
            return false;
        }

        if (name.Length > ModuleLimits.ColumnNameBytes || Encoding.UTF8.GetByteCount(name) > ModuleLimits.ColumnNameBytes)
        {
            findings.Error(field, FindingCodes.TooLarge,
                $"must be at most {ModuleLimits.ColumnNameBytes} bytes in UTF-8, as PostgreSQL cuts longer names");
            return false;
        }

        if (UnsoundText.Find(name) >= 0 || name.Any(char.IsControl))
        {
            findings.Error(field, FindingCodes.Malformed,
                $"{FindingList.Quote(name)} contains control characters or invalid Unicode; remove them");
            return false;
        }

        if (ServerColumns.IsOwned(name))
        {
            findings.Error(field, FindingCodes.ReservedName,
                $"{FindingList.Quote(name)} is a column that the server adds itself ('{ServerColumns.Time}' and all that begin with "
                + $"'{ServerColumns.Prefix}'); choose another name");
            return false;
        }

        if (ServerColumns.IsSystemColumn(name))
        {
            findings.Error(field, FindingCodes.ReservedName,
                $"{FindingList.Quote(name)} is a system column of PostgreSQL; choose another name");
            return false;
        }

        return true;
    }

    private static void CheckUnique(
        string field, string name, HashSet<string> names, Dictionary<string, string> firsts, FindingList findings)
    {
        if (!names.Add(name))
        {
            findings.Error(field, FindingCodes.Duplicate, $"the column {FindingList.Quote(name)} is there twice; rename one");
        }
        else if (!firsts.TryAdd(name, name))
        {
            findings.Warning(field, FindingCodes.AmbiguousName,
                $"{FindingList.Quote(name)} differs from {FindingList.Quote(firsts[name])} only in case: queries without quotes can "
                + "not tell them apart");
        }
    }

    private static void CheckType(string field, FieldType type, FindingList findings)
    {
        if (!Enum.IsDefined(type))
        {
            findings.Error(field, type == default ? FindingCodes.Missing : FindingCodes.UnknownValue,
                "must be one of the column types, such as FIELD_TYPE_JSONB");
        }
    }
}
