namespace Tricorder.ApiServer.Ebpf;

/// <summary>A function that a probe names.</summary>
/// <param name="Field">The field of the module that names it.</param>
/// <param name="Function">Its name.</param>
/// <param name="Call">How it is called.</param>
internal sealed record EbpfAttachment(string Field, string Function, EbpfCall Call);

/// <summary>How the kernel calls a function, which decides what its first parameter is.</summary>
internal enum EbpfCall
{
    Entry,
    Return,
    Tracepoint,
    Packet,
    Sample,
}
