namespace Tricorder.ApiServer.Ebpf;

/// <summary>How the kernel calls a function, which decides what its first parameter is.</summary>
internal enum EbpfCall
{
    Entry,
    Return,
    Tracepoint,
    Packet,
    Sample,
}
