using System.Collections.Frozen;
using System.Text;

namespace Tricorder.ApiServer.Wasm;

/// <summary>The functions of WASI preview 1, the only imports an agent provides.</summary>
internal static class WasiPreview1
{
    public const string ModuleName = "wasi_snapshot_preview1";

    private const int MaxName = 32;

    private static readonly FrozenDictionary<string, WasmSignature> Functions = new Dictionary<string, WasmSignature>
    {
        ["args_get"] = Call("ii"),
        ["args_sizes_get"] = Call("ii"),
        ["clock_res_get"] = Call("ii"),
        ["clock_time_get"] = Call("iIi"),
        ["environ_get"] = Call("ii"),
        ["environ_sizes_get"] = Call("ii"),
        ["fd_advise"] = Call("iIIi"),
        ["fd_allocate"] = Call("iII"),
        ["fd_close"] = Call("i"),
        ["fd_datasync"] = Call("i"),
        ["fd_fdstat_get"] = Call("ii"),
        ["fd_fdstat_set_flags"] = Call("ii"),
        ["fd_fdstat_set_rights"] = Call("iII"),
        ["fd_filestat_get"] = Call("ii"),
        ["fd_filestat_set_size"] = Call("iI"),
        ["fd_filestat_set_times"] = Call("iIIi"),
        ["fd_pread"] = Call("iiiIi"),
        ["fd_prestat_dir_name"] = Call("iii"),
        ["fd_prestat_get"] = Call("ii"),
        ["fd_pwrite"] = Call("iiiIi"),
        ["fd_read"] = Call("iiii"),
        ["fd_readdir"] = Call("iiiIi"),
        ["fd_renumber"] = Call("ii"),
        ["fd_seek"] = Call("iIii"),
        ["fd_sync"] = Call("i"),
        ["fd_tell"] = Call("ii"),
        ["fd_write"] = Call("iiii"),
        ["path_create_directory"] = Call("iii"),
        ["path_filestat_get"] = Call("iiiii"),
        ["path_filestat_set_times"] = Call("iiiiIIi"),
        ["path_link"] = Call("iiiiiii"),
        ["path_open"] = Call("iiiiiIIii"),
        ["path_readlink"] = Call("iiiiii"),
        ["path_remove_directory"] = Call("iii"),
        ["path_rename"] = Call("iiiiii"),
        ["path_symlink"] = Call("iiiii"),
        ["path_unlink_file"] = Call("iii"),
        ["poll_oneoff"] = Call("iiii"),
        ["proc_exit"] = new("i", ""),
        ["proc_raise"] = Call("i"),
        ["random_get"] = Call("ii"),
        ["sched_yield"] = Call(""),
        ["sock_accept"] = Call("iii"),
        ["sock_recv"] = Call("iiiiii"),
        ["sock_send"] = Call("iiiii"),
        ["sock_shutdown"] = Call("ii"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, WasmSignature>.AlternateLookup<ReadOnlySpan<char>> ByName =
        Functions.GetAlternateLookup<ReadOnlySpan<char>>();

    public static IEnumerable<string> Names => Functions.Keys;

    public static WasmSignature SignatureOf(string name) => Functions[name];

    public static ReadOnlySpan<byte> ModuleNameUtf8 => "wasi_snapshot_preview1"u8;

    /// <summary>The signature of a function; null when WASI preview 1 has none of that name.</summary>
    public static WasmSignature? Find(ReadOnlySpan<byte> module, ReadOnlySpan<byte> name)
    {
        if (!module.SequenceEqual(ModuleNameUtf8) || name.Length > MaxName)
        {
            return null;
        }
        Span<char> key = stackalloc char[MaxName];
        var length = Encoding.Latin1.GetChars(name, key);
        return ByName.TryGetValue(key[..length], out var signature) ? signature : null;
    }

    // All but proc_exit, which does not come back, answer an errno.
    private static WasmSignature Call(string parameters) => new(parameters, "i");
}
