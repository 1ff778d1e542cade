namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>What a sandbox process answers.</summary>
/// <param name="Error">Why nothing was done at all: the module could not be loaded, the text not be converted. Empty = done.</param>
/// <param name="Runs">One for each event that was run, in order.</param>
/// <param name="Logs">The beginning of what the module wrote to its standard output and error.</param>
/// <param name="Binary">What the text was converted to.</param>
internal sealed record SandboxReply(string Error, IReadOnlyList<SandboxRun> Runs, string Logs, ReadOnlyMemory<byte> Binary)
{
    public static SandboxReply Failed(string error) => new(error, [], "", default);

    public static SandboxReply Read(BinaryReader reader)
    {
        var error = reader.ReadString();
        var runs = new SandboxRun[reader.ReadInt32()];
        for (var index = 0; index < runs.Length; index++)
        {
            runs[index] = new SandboxRun(
                reader.ReadBytes(reader.ReadInt32()), reader.ReadInt64(), new TimeSpan(reader.ReadInt64()), reader.ReadString());
        }

        return new SandboxReply(error, runs, reader.ReadString(), reader.ReadBytes(reader.ReadInt32()));
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Error);
        writer.Write(Runs.Count);
        foreach (var run in Runs)
        {
            writer.Write(run.Output.Length);
            writer.Write(run.Output.Span);
            writer.Write(run.Fuel);
            writer.Write(run.Time.Ticks);
            writer.Write(run.Error);
        }

        writer.Write(Logs);
        writer.Write(Binary.Length);
        writer.Write(Binary.Span);
    }
}

/// <summary>What came of one event.</summary>
/// <param name="Output">The bytes of the output buffer.</param>
/// <param name="Fuel">WASM instructions, about.</param>
/// <param name="Time">From handing the event over to having the output.</param>
/// <param name="Error">Why there is no output; the events after it were not run. Empty when all went well.</param>
internal sealed record SandboxRun(ReadOnlyMemory<byte> Output, long Fuel, TimeSpan Time, string Error);
