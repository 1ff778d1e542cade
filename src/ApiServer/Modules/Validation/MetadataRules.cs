using System.Text.Json;

namespace Tricorder.ApiServer.Modules.Validation;

/// <summary>Name, description, labels and panel.</summary>
internal static class MetadataRules
{
    public static void Check(ModuleDraft draft, FindingList findings)
    {
        CheckName(draft.Name, findings);
        findings.CheckText("description", draft.Description, ModuleLimits.DescriptionBytes);
        CheckLabels(draft.Labels, findings);
        CheckPanel(draft.Panel, findings);
    }

    private static void CheckName(string name, FindingList findings)
    {
        if (name.Length == 0)
        {
            findings.Error("name", FindingCodes.Missing, "is required: give the module a unique name");
        }
        else if (!Patterns.ModuleName.IsMatch(name))
        {
            findings.Error("name", FindingCodes.Malformed,
                $"must match {Patterns.ModuleNameText}: 1 to 63 letters, digits, '_', '.' and '-', beginning with a letter or digit");
        }
        else if (Guid.TryParseExact(name, "D", out _))
        {
            findings.Error("name", FindingCodes.ReservedName, "has the form of an id, and calls take names as well as ids; choose another");
        }
    }

    private static void CheckLabels(IReadOnlyDictionary<string, string> labels, FindingList findings)
    {
        if (labels.Count > ModuleLimits.Labels)
        {
            findings.Error("labels", FindingCodes.TooMany, $"has {labels.Count} entries; at most {ModuleLimits.Labels} are kept");
            return;
        }

        foreach (var (key, value) in labels)
        {
            if (!Patterns.LabelKey.IsMatch(key))
            {
                findings.Error("labels", FindingCodes.Malformed,
                    $"the key {FindingList.Quote(key)} must be 1 to 63 letters, digits, '_', '.' and '-', with a letter or digit at both "
                    + "ends; a DNS name and '/' may go before it");
            }

            if (!Patterns.LabelValue.IsMatch(value))
            {
                findings.Error("labels", FindingCodes.Malformed,
                    $"the value of {FindingList.Quote(key)} must be empty, or up to 63 letters, digits, '_', '.' and '-', with a letter "
                    + "or digit at both ends");
            }
        }
    }

    private static void CheckPanel(string panel, FindingList findings)
    {
        if (panel.Length == 0 || !findings.CheckText("panel", panel, ModuleLimits.PanelBytes))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(panel);
            if (!IsPanels(document.RootElement))
            {
                findings.Error(
                    "panel",
                    FindingCodes.Malformed,
                    "must be a JSON object, the panel's JSON model as Grafana shows it, or an array of them");
            }
        }
        catch (JsonException e)
        {
            findings.Error("panel", FindingCodes.Malformed,
                $"is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}); paste the panel's JSON model from Grafana");
        }
    }

    private static bool IsPanels(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.GetArrayLength() > 0 && element.EnumerateArray().All(each => each.ValueKind == JsonValueKind.Object)
        : element.ValueKind == JsonValueKind.Object;
}
