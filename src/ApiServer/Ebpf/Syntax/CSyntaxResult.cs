using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf.Syntax;

/// <summary>What a source consists of.</summary>
/// <param name="Items">Functions and declarations; those with an error are left out.</param>
/// <param name="Problems">Errors of syntax, and names that only a macro could make right.</param>
/// <param name="HasPlaceholders">Whether there are such names: they may declare anything.</param>
internal sealed record CSyntaxResult(IReadOnlyList<CItem> Items, IReadOnlyList<EbpfProblem> Problems, bool HasPlaceholders);
