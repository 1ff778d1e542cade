using Tricorder.ApiServer.Common;
using Wasmtime;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>A loaded module, called through the buffer interface. Every address and length that it gives is checked.</summary>
internal sealed class SandboxGuest
{
    private readonly Memory _memory;
    private readonly Action _function;
    private readonly Func<int, int> _mallocInput;
    private readonly Func<int> _getInput;
    private readonly Action<int> _setInputLength;
    private readonly Func<int> _getOutput;
    private readonly Func<int> _getOutputLength;
    private readonly Action _freeInput;
    private readonly Action _freeOutput;

    public SandboxGuest(Instance instance, string functionName)
    {
        _memory = Need(instance.GetMemory(AgentAbi.Memory), AgentAbi.Memory);
        _function = FunctionOf(instance, functionName);
        _mallocInput = Need(instance.GetFunction<int, int>("malloc_input_buf"), "malloc_input_buf");
        _getInput = Need(instance.GetFunction<int>("get_input_buf"), "get_input_buf");
        _setInputLength = Need(instance.GetAction<int>("set_input_buf_len"), "set_input_buf_len");
        _getOutput = Need(instance.GetFunction<int>("get_output_buf"), "get_output_buf");
        _getOutputLength = Need(instance.GetFunction<int>("get_output_buf_len"), "get_output_buf_len");
        _freeInput = Need(instance.GetAction("free_input_buf"), "free_input_buf");
        _freeOutput = Need(instance.GetAction("free_output_buf"), "free_output_buf");
    }

    public bool MemoryIsFull => _memory.GetLength() >= SandboxLimits.MemoryBytes - (1024 * 1024);

    /// <summary>All of what agents do for one event; the answer is the output as it is.</summary>
    public byte[] Process(ReadOnlySpan<byte> data)
    {
        _mallocInput(data.Length);
        data.CopyTo(Span(_getInput(), data.Length, "get_input_buf() gives an input buffer"));
        _setInputLength(data.Length);
        _function();
        var length = _getOutputLength();
        if ((uint)length > SandboxLimits.OutputBytesPerEvent)
        {
            throw new SandboxException(
                $"get_output_buf_len() says {(uint)length} bytes; a row has at most {SandboxLimits.OutputBytesPerEvent}");
        }

        var output = Span(_getOutput(), length, "get_output_buf() gives an output buffer").ToArray();
        _freeInput();
        _freeOutput();
        return output;
    }

    private Span<byte> Span(int address, int length, string what)
    {
        var (start, size) = ((long)(uint)address, _memory.GetLength());
        if (start + length > size)
        {
            throw new SandboxException(
                $"{what} at {start} with {length} bytes, which does not lie in the module's memory of {size} bytes");
        }

        return _memory.GetSpan(start, length);
    }

    private static Action FunctionOf(Instance instance, string name)
    {
        if (instance.GetAction(name) is { } action)
        {
            return action;
        }

        var function = Need(instance.GetFunction<int>(name), name);
        return () => function();
    }

    private static T Need<T>(T? export, string name)
        where T : class => export ?? throw new SandboxException($"it exports no '{MessageText.Name(name)}' of the form agents call");
}
