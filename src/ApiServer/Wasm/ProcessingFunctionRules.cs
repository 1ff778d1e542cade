using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Wasm;

/// <summary>The function the user names must be one that agents can call for each event.</summary>
internal static class ProcessingFunctionRules
{
    private const int MaxSuggested = 5;

    /// <summary>What can be said about the name when there is no binary to look into.</summary>
    public static WasmProblem? CheckName(string functionName)
    {
        if (functionName.Length == 0)
        {
            return WasmProblem.InFunctionName(WasmCodes.FunctionMissing, "Name the exported function that agents call for each event.");
        }
        return IsAbi(functionName)
            ? WasmProblem.InFunctionName(WasmCodes.FunctionIsAbi,
                $"'{functionName}' is part of the buffer interface. Name the exported function that processes an event.")
            : null;
    }

    public static WasmProblem? Check(in WasmSurface surface, string functionName)
    {
        if (CheckName(functionName) is { } problem)
        {
            return problem with { Message = problem.Message + Suggest(surface) };
        }
        if (!surface.TryFindExport(functionName, out var export) || !export.IsFunction)
        {
            return WasmProblem.InFunctionName(WasmCodes.FunctionMissing,
                $"The binary exports no function '{MessageText.Name(functionName)}'. Export it, or name one that is exported."
                + Suggest(surface));
        }
        return surface.SignatureOf(export) is { } signature && !AgentAbi.CanBeProcessingFunction(signature)
            ? WasmProblem.InFunctionName(WasmCodes.FunctionSignature,
                $"The function '{MessageText.Name(functionName)}' is {signature}. Agents call it without arguments: "
                + "let it take no parameters and return nothing or one i32, and read the event from the input buffer.")
            : null;
    }

    /// <summary>Names exported functions that agents could call, so that a typing mistake is seen at a glance.</summary>
    private static string Suggest(in WasmSurface surface)
    {
        var candidates = new List<string>();
        var exports = surface.ReadExports();
        while (candidates.Count < MaxSuggested && exports.TryNext(out var export))
        {
            if (surface.SignatureOf(export) is { } signature && AgentAbi.CanBeProcessingFunction(signature)
                && MessageText.Name(export.Name) is var name && !name.StartsWith('_') && !IsAbi(name))
            {
                candidates.Add($"'{name}'");
            }
        }
        return candidates.Count == 0 ? "" : $" It exports: {string.Join(", ", candidates)}.";
    }

    private static bool IsAbi(string name) => name == AgentAbi.Memory || AgentAbi.Functions.ContainsKey(name);
}
