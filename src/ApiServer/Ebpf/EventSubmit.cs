using Tricorder.ApiServer.Ebpf.Tokens;
using Tricorder.ApiServer.Ebpf.Types;

namespace Tricorder.ApiServer.Ebpf;

/// <summary>A call of perf_submit.</summary>
/// <param name="Buffer">The perf buffer.</param>
/// <param name="Place">Where.</param>
/// <param name="Layout">The layout of what is submitted; null when it can not be told.</param>
internal sealed record EventSubmit(string Buffer, CToken Place, CType? Layout);
