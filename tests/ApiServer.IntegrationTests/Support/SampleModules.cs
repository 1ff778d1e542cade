using Google.Protobuf;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.IntegrationTests.Support;

/// <summary>Modules made from the sample in <c>samples/tcp-connect</c>: its one column of JSON suits agents of every kind.</summary>
internal static class SampleModules
{
    private static readonly Module Sample = Read();

    public static Module Create()
    {
        var module = Sample.Clone();
        module.Name = "m-" + Guid.NewGuid().ToString("N")[..12];
        return module;
    }

    /// <summary>The sample's program with another comment: content of its own, and so a revision of its own.</summary>
    public static EbpfProgram OtherProgram()
    {
        var program = Sample.Ebpf.Clone();
        program.Source += $"\n// {Guid.NewGuid()}\n";
        return program;
    }

    public static IEnumerable<string> Names => Directory.GetFiles(Root, "module.json", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!);

    public static string ReadText(string sample, string file) => File.ReadAllText(Path.Combine(Root, sample, file));

    private static string Root
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory.FullName, "ApiServer.sln")))
            {
                directory = directory.Parent ?? throw new DirectoryNotFoundException("ApiServer.sln is not above the tests.");
            }

            return Path.Combine(directory.FullName, "samples");
        }
    }

    private static Module Read() => JsonParser.Default.Parse<CreateModuleRequest>(ReadText("tcp-connect", "create.json")).Module;
}
