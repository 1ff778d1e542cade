namespace Tricorder.ApiServer.Ebpf.Tokens;

/// <summary>The codes of <see cref="EbpfProblem"/>. Clients match on them: never change one.</summary>
internal static class EbpfCodes
{
    public const string Syntax = "EBPF_SYNTAX";
    public const string Libbpf = "EBPF_LIBBPF";
    public const string Placeholder = "EBPF_PLACEHOLDER";
    public const string TooComplex = "EBPF_TOO_COMPLEX";
    public const string FunctionMissing = "EBPF_FUNCTION_MISSING";
    public const string FunctionSignature = "EBPF_FUNCTION_SIGNATURE";
    public const string FunctionContext = "EBPF_FUNCTION_CONTEXT";
    public const string PerfBufferMissing = "EBPF_PERF_BUFFER_MISSING";
    public const string PerfBufferUnused = "EBPF_PERF_BUFFER_UNUSED";
    public const string PerfBufferUnread = "EBPF_PERF_BUFFER_UNREAD";
    public const string DuplicateName = "EBPF_DUPLICATE_NAME";
    public const string EventSize = "EBPF_EVENT_SIZE";
    public const string UnboundedLoop = "EBPF_UNBOUNDED_LOOP";
    public const string StackTooLarge = "EBPF_STACK_TOO_LARGE";
    public const string MissingReturn = "EBPF_MISSING_RETURN";
    public const string TracePrintk = "EBPF_TRACE_PRINTK";
}
