using Wasmtime;

namespace Tricorder.ApiServer.Tests.Samples;

/// <summary>Runs a module as an agent does: WASI preview 1 linked, no start function called, the buffer interface for each event.</summary>
internal sealed class WasmHost : IDisposable
{
    private readonly Engine _engine = new();
    private readonly Linker _linker;
    private readonly Store _store;
    private readonly Module _module;
    private readonly Instance _instance;
    private readonly Action _function;

    public WasmHost(byte[] binary, string functionName)
    {
        _linker = new Linker(_engine);
        _linker.DefineWasi();
        _store = new Store(_engine);
        _store.SetWasiConfiguration(new WasiConfiguration());
        _module = Module.FromBytes(_engine, "sample", binary);
        _instance = _linker.Instantiate(_store, _module);
        _function = Get(_instance.GetAction(functionName), functionName);
        Memory = Get(_instance.GetMemory("memory"), "memory");
    }

    public Memory Memory { get; }

    /// <summary>All of what agents do for one event; the answer is the output without trailing NULs.</summary>
    public byte[] Process(ReadOnlySpan<byte> traced)
    {
        CallWith("malloc_input_buf", traced.Length);
        traced.CopyTo(Memory.GetSpan(Call("get_input_buf"), traced.Length));
        Set("set_input_buf_len", traced.Length);
        _function();
        var output = Memory.GetSpan(Call("get_output_buf"), Call("get_output_buf_len")).TrimEnd((byte)0).ToArray();
        Free("free_input_buf");
        Free("free_output_buf");
        return output;
    }

    public void RunFunction() => _function();

    public int Call(string name) => Get(_instance.GetFunction<int>(name), name)();

    public int CallWith(string name, int argument) => Get(_instance.GetFunction<int, int>(name), name)(argument);

    public void Set(string name, int argument) => Get(_instance.GetAction<int>(name), name)(argument);

    public void Free(string name) => Get(_instance.GetAction(name), name)();

    public void Dispose()
    {
        _module.Dispose();
        _store.Dispose();
        _linker.Dispose();
        _engine.Dispose();
    }

    private static T Get<T>(T? export, string name) where T : class =>
        export ?? throw new InvalidOperationException($"The module does not export '{name}' as agents call it.");
}
