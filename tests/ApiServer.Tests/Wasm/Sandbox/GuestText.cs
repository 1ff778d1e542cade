namespace Tricorder.ApiServer.Tests.Wasm.Sandbox;

/// <summary>Modules in WebAssembly text: the buffer interface, and a function that behaves.</summary>
internal static class GuestText
{
    /// <param name="process">What the function does.</param>
    /// <param name="outputLength">What get_output_buf_len answers.</param>
    /// <param name="output">What get_output_buf answers.</param>
    /// <param name="more">More definitions.</param>
    public static string Module(string process, string outputLength = "i32.const 2", string output = "i32.const 1024", string more = "") =>
        $"""
        (module
          (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
          (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1 1024)
          (data (i32.const 1024) "7\00")
          {more}
          (func (export "malloc_input_buf") (param i32) (result i32) i32.const 2048)
          (func (export "malloc_output_buf") (param i32) (result i32) i32.const 1024)
          (func (export "free_input_buf")) (func (export "free_output_buf"))
          (func (export "get_input_buf") (result i32) i32.const 2048)
          (func (export "get_output_buf") (result i32) {output})
          (func (export "get_input_buf_len") (result i32) i32.const 0)
          (func (export "get_input_buf_cap") (result i32) i32.const 0)
          (func (export "get_output_buf_len") (result i32) {outputLength})
          (func (export "get_output_buf_cap") (result i32) i32.const 0)
          (func (export "set_input_buf_len") (param i32))
          (func (export "set_output_buf_len") (param i32))
          (func $process (export "process") {process}))
        """;
}
