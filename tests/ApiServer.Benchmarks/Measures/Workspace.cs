using System.Diagnostics;
using System.Text;
using Google.Protobuf;
using Grpc.Net.Client;
using Tricorder.ApiServer.Benchmarks.Report;
using Tricorder.ApiServer.Benchmarks.Systems;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>What an author waits for before anything is deployed, in milliseconds: medians of many calls to a warm server.</summary>
/// <param name="Validate">ValidateModule of a binary of 100 KB, all of it code.</param>
/// <param name="Compile">ValidateModule of a module in C that was not compiled before.</param>
/// <param name="Preview">PreviewModule of 1,000 events.</param>
internal sealed record Workspace(double Validate, double Compile, double Preview)
{
    private const int Calls = 40;
    private const int Functions = 850;
    private const int Events = 1_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task<Workspace> MeasureAsync(CancellationToken token)
    {
        var directory = Directory.CreateTempSubdirectory("bench-desk-");
        try
        {
            await using var process = HereSystem.StartProcess(directory.FullName, "--Security:ExpensiveCallsPerMinute=60000");
            var ready = await process.ExpectAsync(Timeout, token, "ready");
            var address = ready.Single(word => word.StartsWith("grpc=", StringComparison.Ordinal))["grpc=".Length..];
            using var channel = GrpcChannel.ForAddress(address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}");
            return await MeasureAsync(new ModuleService.ModuleServiceClient(channel), token);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<Workspace> MeasureAsync(ModuleService.ModuleServiceClient modules, CancellationToken token)
    {
        var large = await LargeBinaryAsync(modules, token);
        var small = OfC("void write_event(void) { struct json row = tricorder_row(64); "
            + "json_unsigned(&row, \"n\", tricorder_input.length); tricorder_emit(&row); }");
        var preview = new PreviewModuleRequest { Module = small };
        preview.Input.Add(Enumerable.Repeat(ByteString.CopyFrom(new byte[48]), Events));

        var run = await modules.PreviewModuleAsync(preview, cancellationToken: token);
        if (run.Rows.Count != Events)
        {
            throw new BenchmarkException($"The preview gave {run.Rows.Count} rows: {run.Error}");
        }

        return new Workspace(
            await MedianAsync(async _ => await ValidateAsync(modules, large, token)),
            await MedianAsync(async call => await ValidateAsync(modules, OfC($"{small.Wasm.Source}// {call}\n"), token)),
            await MedianAsync(async _ => await modules.PreviewModuleAsync(preview, cancellationToken: token)));
    }

    private static async Task<double> MedianAsync(Func<int, Task> call)
    {
        var times = new List<double>();
        for (var index = 0; index < Calls; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await call(index);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Statistics.Median(times.Skip(Calls / 4))!.Value;
    }

    private static async Task ValidateAsync(ModuleService.ModuleServiceClient modules, Module module, CancellationToken token)
    {
        var findings = (await modules.ValidateModuleAsync(
            new ValidateModuleRequest { Module = module }, cancellationToken: token)).Findings;
        if (findings.FirstOrDefault(finding => finding.Severity == FindingSeverity.Error) is { } error)
        {
            throw new BenchmarkException($"{error.Field}: {error.Message}");
        }
    }

    private static async Task<Module> LargeBinaryAsync(ModuleService.ModuleServiceClient modules, CancellationToken token)
    {
        var source = new StringBuilder("void write_event(void) { }\n");
        for (var index = 0; index < Functions; index++)
        {
            source.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"__attribute__((export_name(\"f{index}\"))) uint32_t f{index}(uint32_t x, uint32_t *p) {{ for (uint32_t i = 0; i < x; "
                + $"i++) {{ p[i] ^= x * {index}u + p[i + {index}]; if (p[i] > {index}u) x += p[x]; }} return x; }}\n");
        }

        var created = await modules.CreateModuleAsync(
            new CreateModuleRequest { Module = OfC(source.ToString(), "desk-large") }, cancellationToken: token);
        var module = (await modules.GetModuleAsync(new GetModuleRequest { ModuleId = created.Module.Id }, cancellationToken: token)).Module;
        (module.Wasm.Format, module.Wasm.Source) = (ProgramFormat.Binary, "");
        return module;
    }

    private static Module OfC(string source, string name = "desk")
    {
        var module = SampleModule.Create(name, 1);
        module.Wasm = new WasmProgram
        {
            Format = ProgramFormat.Text,
            Language = ProgramLanguage.C,
            Source = "#include \"tricorder.h\"\n" + source,
            FunctionName = "write_event",
            Encoding = WasmEncoding.Json,
        };
        return module;
    }
}
