using Google.Protobuf;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Tests.AgentSimulator.Server;

/// <summary>A module that an agent can load.</summary>
internal static class SampleModule
{
    /// <summary>The smallest module there is: magic and version.</summary>
    public static readonly ByteString Wasm = ByteString.CopyFrom(0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00);

    public static Module Create(string source = "int f() { return 0; }") => new()
    {
        Name = "opens",
        Ebpf = new EbpfProgram { Format = ProgramFormat.Text, Language = ProgramLanguage.BccC, Source = source },
        Wasm = new WasmProgram { Format = ProgramFormat.Binary, Binary = Wasm, FunctionName = "process" },
        OutputSchema = new OutputSchema { TableName = "t_opens" },
    };
}
