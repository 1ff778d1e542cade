using System.Text;
using Tricorder.ApiServer.Wasm;
using Wasmtime;

namespace Tricorder.ApiServer.Tests.Wasm;

internal sealed class WasiPreview1Tests
{
    [Test]
    public void Names_AllOfPreview1() => Assert.That(WasiPreview1.Names.Count(), Is.EqualTo(46));

    [Test]
    public void Find_EachFunction_IsWhatWasmtimeProvides()
    {
        var builder = new WasmBuilder();
        foreach (var name in WasiPreview1.Names)
        {
            var signature = WasiPreview1.Find("wasi_snapshot_preview1"u8, Encoding.UTF8.GetBytes(name))!.Value;
            builder.ImportFunction("wasi_snapshot_preview1", name, signature.Parameters, signature.Results);
        }
        using var engine = new Engine();
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        linker.DefineWasi();
        store.SetWasiConfiguration(new WasiConfiguration());
        using var module = Module.FromBytes(engine, "imports", builder.Build());

        Assert.That(() => linker.Instantiate(store, module), Throws.Nothing);
    }

    [Test]
    public void Find_NameThatOnlyLooksLikeOne_Null()
    {
        Assert.That(WasiPreview1.Find("wasi_snapshot_preview1"u8, "fd_write\n"u8), Is.Null);
        Assert.That(WasiPreview1.Find("wasi_snapshot_preview1"u8, ""u8), Is.Null);
        Assert.That(WasiPreview1.Find("wasi_snapshot_preview2"u8, "fd_write"u8), Is.Null);
    }
}
