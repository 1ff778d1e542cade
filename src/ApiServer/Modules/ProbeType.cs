namespace Tricorder.ApiServer.Modules;

internal enum ProbeType
{
    Kprobe = 1,
    Syscall = 2,
    Uprobe = 3,
    Tracepoint = 4,
    Xdp = 5,
    Sample = 6,
    Usdt = 7,
}
