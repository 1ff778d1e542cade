using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Common;

namespace Tricorder.ApiServer.Wasm.Compile;

/// <summary>A compiler that is not there is no mistake: it may be installed later. See <see cref="Toolchain"/>.</summary>
internal sealed class WasmOptionsValidator : IValidateOptions<WasmOptions>
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, WasmOptions options)
    {
        var problems = new List<string>();
        if (options.Clang.Length == 0)
        {
            problems.Add(OptionProblem.Describe($"{WasmOptions.Section}:{nameof(options.Clang)}", "is empty", "clang"));
        }

        if (!Path.IsPathRooted(options.Sysroot))
        {
            problems.Add(OptionProblem.Describe(
                $"{WasmOptions.Section}:{nameof(options.Sysroot)}", $"is '{options.Sysroot}', but must be an absolute path", "/usr"));
        }

        if (options.CompileTimeout <= TimeSpan.Zero || options.CompileTimeout > MaxTimeout)
        {
            problems.Add(OptionProblem.Describe(
                $"{WasmOptions.Section}:{nameof(options.CompileTimeout)}",
                $"is {options.CompileTimeout}, but must be more than zero and at most 5 minutes", "00:00:10"));
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
