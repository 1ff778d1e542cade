using Tricorder.ApiServer.Common;
using Wasmtime;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>Says in an author's terms why a module stopped.</summary>
internal static class SandboxTraps
{
    public static string Explain(Exception exception) => exception switch
    {
        SandboxException e => e.Message,
        TrapException { InnerException: SandboxException e } => e.Message,
        TrapException e => Explain(e.Type) ?? Short(e.Message),
        _ => exception.InnerException is SandboxException inner ? inner.Message : Short(exception.Message),
    };

    private static string? Explain(TrapCode code) => code switch
    {
        TrapCode.OutOfFuel => $"it ran for more than {SandboxLimits.FuelPerEvent:N0} instructions; look for a loop without end",
        TrapCode.Interrupt => $"the preview took longer than {SandboxLimits.RunTime.TotalSeconds:N0} s; look for a loop without end",
        TrapCode.StackOverflow => "it used up the call stack; look for recursion without end",
        TrapCode.MemoryOutOfBounds => "it reads or writes outside its memory; check pointers, lengths and whether malloc gave null",
        TrapCode.TableOutOfBounds or TrapCode.IndirectCallToNull or TrapCode.BadSignature =>
            "it calls a function pointer that is not set or has another signature",
        TrapCode.IntegerDivisionByZero => "it divides by zero",
        TrapCode.IntegerOverflow or TrapCode.BadConversionToInteger => "a number does not fit the type it is converted to",
        TrapCode.Unreachable => "it reached code that must not be reached (abort, a failed assertion, a missing return)",
        _ => null,
    };

    private static string Short(string message) => MessageText.Sentence(message);
}
