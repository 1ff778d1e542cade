using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Tricorder.ApiServer.Tests.Samples;

/// <summary>struct connect_event, as the eBPF program of tcp-connect submits it.</summary>
internal sealed record ConnectEvent
{
    public ulong LatencyNs { get; init; } = 41_250;

    public uint Pid { get; init; } = 4711;

    public uint Tid { get; init; } = 4712;

    public uint Uid { get; init; } = 1000;

    public IPAddress Destination { get; init; } = IPAddress.Parse("192.0.2.7");

    public int Result { get; init; }

    public ushort Port { get; init; } = 443;

    public byte[] Comm { get; init; } = Encoding.UTF8.GetBytes("curl");

    public byte[] ToBytes()
    {
        var bytes = new byte[48];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, LatencyNs);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Pid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Tid);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), Uid);
        Destination.GetAddressBytes().CopyTo(bytes, 20);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Result);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(28), Port);
        Comm.CopyTo(bytes, 32);
        return bytes;
    }
}
