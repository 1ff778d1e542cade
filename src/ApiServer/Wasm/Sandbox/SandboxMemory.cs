using Wasmtime;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>A module's memory, as its host calls see it.</summary>
internal readonly ref struct SandboxMemory(Caller caller)
{
    private readonly Memory? _memory = caller.GetMemory(AgentAbi.Memory);

    public bool TryGet(ValueBox address, int length, out Span<byte> bytes) => TryGet(address.AsInt32(), length, out bytes);

    /// <summary>False when not all of it lies in the memory.</summary>
    public bool TryGet(int address, int length, out Span<byte> bytes)
    {
        bytes = default;
        if (_memory is null || length < 0 || (uint)address + (long)length > _memory.GetLength())
        {
            return false;
        }

        bytes = _memory.GetSpan((uint)address, length);
        return true;
    }
}
