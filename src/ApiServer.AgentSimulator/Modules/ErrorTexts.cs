using Tricorder.ApiServer.AgentSimulator.Scheduling;

namespace Tricorder.ApiServer.AgentSimulator.Modules;

/// <summary>Error texts of the kind that kernels, WASM runtimes and databases give.</summary>
internal static class ErrorTexts
{
    private static readonly string[] Loads =
    [
        """
        bpf: failed to load program: Permission denied
        ; bpf_probe_read_user_str(&event.path, sizeof(event.path), path);
        27: (85) call bpf_probe_read_user_str#114
        R1 type=scalar expected=fp, pkt, pkt_meta, map_key, map_value
        processed 28 insns (limit 1000000) max_states_per_insn 0 total_states 2 peak_states 2 mark_read 2
        """,
        """
        bpf: failed to load program: Permission denied
        41: (79) r6 = *(u64 *)(r1 +104)
        R1 invalid mem access 'scalar'
        processed 42 insns (limit 1000000) max_states_per_insn 0 total_states 3 peak_states 3 mark_read 1
        """,
        "bpf: failed to attach kprobe: cannot resolve symbol: No such file or directory",
        "bcc: program failed to compile: /virtual/main.c:14:10: fatal error: 'linux/sched.h' file not found",
        "bpf: failed to create map: Cannot allocate memory (locked memory limit)",
    ];

    private static readonly string[] Traps =
    [
        "wasm trap: out of bounds memory access",
        "wasm trap: integer divide by zero",
        "wasm trap: wasm `unreachable` instruction executed",
        "wasm trap: call stack exhausted",
    ];

    /// <summary>Why a load fails now and then.</summary>
    public static string Load(Dice dice) => dice.Pick(Loads);

    /// <summary>Why a WASM function fails after it had run.</summary>
    public static string Trap(Dice dice) => dice.Pick(Traps);

    /// <summary>Why a node's kernel refuses every program.</summary>
    public static string Verifier(string kernelRelease) =>
        $"""
        bpf: failed to load program: Invalid argument (kernel {kernelRelease})
        ; u64 id = bpf_get_current_pid_tgid();
        12: (85) call unknown#195
        invalid func unknown#195
        processed 13 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 1
        """;
}
