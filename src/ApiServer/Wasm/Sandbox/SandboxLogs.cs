using System.Text;

namespace Tricorder.ApiServer.Wasm.Sandbox;

/// <summary>The beginning of what a module writes to its standard output and error.</summary>
internal sealed class SandboxLogs
{
    private readonly List<byte> _bytes = [];
    private bool _cut;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var room = SandboxLimits.LogBytes - _bytes.Count;
        _cut |= bytes.Length > room;
        _bytes.AddRange(bytes[..Math.Min(bytes.Length, room)]);
    }

    public override string ToString()
    {
        var text = Encoding.UTF8.GetString([.. _bytes]).Replace('\0', '\ufffd');
        return _cut ? text + "\n(cut)" : text;
    }
}
