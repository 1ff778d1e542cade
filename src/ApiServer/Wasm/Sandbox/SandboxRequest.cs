namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>Work for a sandbox process.</summary>
/// <param name="Binary">The module to run; empty = convert <paramref name="Wat"/>.</param>
/// <param name="FunctionName">The function to call for each event.</param>
/// <param name="Events">The events, as agents would hand them over.</param>
/// <param name="Wat">WebAssembly text.</param>
internal sealed record SandboxRequest(
    ReadOnlyMemory<byte> Binary, string FunctionName, IReadOnlyList<ReadOnlyMemory<byte>> Events, string Wat)
{
    public static SandboxRequest Read(BinaryReader reader)
    {
        var binary = reader.ReadBytes(reader.ReadInt32());
        var functionName = reader.ReadString();
        var events = new ReadOnlyMemory<byte>[reader.ReadInt32()];
        for (var index = 0; index < events.Length; index++)
        {
            events[index] = reader.ReadBytes(reader.ReadInt32());
        }

        return new SandboxRequest(binary, functionName, events, reader.ReadString());
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Binary.Length);
        writer.Write(Binary.Span);
        writer.Write(FunctionName);
        writer.Write(Events.Count);
        foreach (var data in Events)
        {
            writer.Write(data.Length);
            writer.Write(data.Span);
        }

        writer.Write(Wat);
    }
}
