using Tricorder.ApiServer.Ebpf.Tokens;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>A map declared with one of BCC's macros, such as <c>BPF_PERF_OUTPUT(events);</c>.</summary>
internal sealed record BccTable(string Macro, string Name, CToken Place)
{
    public bool IsPerfBuffer => Macro == "BPF_PERF_OUTPUT";
}
