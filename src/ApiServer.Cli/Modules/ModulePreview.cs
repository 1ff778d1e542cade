using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;
using Tricorder.ApiServer.V1;

namespace Tricorder.ApiServer.Cli.Modules;

/// <summary>`module preview`.</summary>
internal static class ModulePreview
{
    private const int MaxEvents = 10_000;

    public static Command Create()
    {
        var module = new Argument<string?>("module")
        {
            HelpName = "module",
            Description = "Name or id of a module on the server; its newest revision runs.",
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Completions.Modules },
        };
        var hex = new Option<string[]>("--hex") { Description = "An event in hexadecimal. May be repeated.", HelpName = "bytes" };
        var base64 = new Option<string[]>("--base64") { Description = "An event in base64. May be repeated.", HelpName = "bytes" };
        var files = new Option<string[]>("--events")
        {
            Description = "A file that is an event, or JSON whose \"input\" lists events in base64. May be repeated.",
            HelpName = "file",
        };
        var most = OptionKinds.Number(
            "--max-events", "Most events to run; 0 is all that are given, or 3 that are made up.",
            usual: 0, least: 0, most: MaxEvents, "-n");
        var command = new ApiCommand(
            "preview",
            "Run a module's WASM function on events, in a sandbox on the server, and print the rows. "
            + "Without events, some are made up from the source.",
            "tricorder module preview -f samples/tcp-connect",
            "tricorder module preview tcp-connect --events samples/tcp-connect/events.json -o json",
            "tricorder module preview tcp-connect --hex 22a1000000000000")
        {
            module,
            hex,
            base64,
            files,
            most,
        };
        ManifestOptions.AddTo(command, isRequired: false);
        command.Validators.Add(result =>
        {
            if (result.GetValue(ManifestOptions.Files) is [_, ..] == (result.GetValue(module) is not null))
            {
                result.AddError("Name a module, or a manifest with --file.");
            }
        });
        return command.Runs(async (session, arguments, cancellationToken) =>
        {
            var request = new PreviewModuleRequest { MaxEvents = arguments.GetValue(most) };
            request.Input.Add(
                Decode("--hex", arguments.GetValue(hex), text => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal))));
            request.Input.Add(Decode("--base64", arguments.GetValue(base64), Convert.FromBase64String));
            request.Input.Add((arguments.GetValue(files) ?? []).SelectMany(ReadEvents));
            if (arguments.GetValue(module) is { } name)
            {
                request.ModuleId = (await ModuleFinder.FindAsync(session, name, cancellationToken)).Id;
            }
            else
            {
                request.Module = ManifestOptions.Read(arguments) is [var one] ? one.Module : throw new CliException(
                    ExitCode.WrongUsage, "One module can be previewed at a time, and --file names several");
            }

            var answer = await session.Client.Modules.PreviewModuleAsync(request, cancellationToken: cancellationToken);
            Print(session, answer);
            return answer.Error.Length > 0 ? ExitCode.Failed : ExitCode.Ok;
        });
    }

    private static void Print(Session session, PreviewModuleResponse answer)
    {
        if (!session.Printer.IsTable)
        {
            session.Printer.Print(answer.Rows, answer, row => ProtoText.Line(row), [], empty: "");
            return;
        }

        foreach (var row in answer.Rows)
        {
            session.Terminal.Out.WriteLine(SafeText.OneLine(ProtoText.Line(row)));
        }

        foreach (var finding in answer.Findings)
        {
            session.Terminal.Error.WriteLine(FindingText.Of(finding));
        }

        if (answer.Logs.Length > 0)
        {
            session.Terminal.Error.WriteLine($"The function wrote:\n{SafeText.Lines(answer.Logs)}");
        }

        if (answer.Error.Length > 0)
        {
            session.Terminal.Error.WriteLine($"error: {SafeText.Lines(answer.Error)}");
        }

        var made = answer.GeneratedInput.Count > 0 ? ", made up" : "";
        session.Terminal.Error.WriteLine(
            $"{answer.Runs.Count} events{made}, {answer.Rows.Count} rows, about {answer.FuelUsed:N0} instructions");
    }

    private static IEnumerable<ByteString> Decode(string option, string[]? texts, Func<string, byte[]> decode)
    {
        foreach (var text in texts ?? [])
        {
            ByteString bytes;
            try
            {
                bytes = ByteString.CopyFrom(decode(text));
            }
            catch (FormatException exception)
            {
                throw new CliException(ExitCode.WrongUsage, $"{option}: '{text}' can not be read: {exception.Message}");
            }

            yield return bytes;
        }
    }

    private static IEnumerable<ByteString> ReadEvents(string file)
    {
        var bytes = file.Length > 0
            ? File.ReadAllBytes(file)
            : throw new CliException(ExitCode.WrongUsage, "--events needs the path of a file");
        if (!file.EndsWith(".json", StringComparison.Ordinal))
        {
            return [ByteString.CopyFrom(bytes)];
        }

        try
        {
            return [.. JsonNode.Parse(bytes)!["input"]!.AsArray().Select(item => ByteString.FromBase64(item!.GetValue<string>()))];
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new CliException(ExitCode.WrongUsage, $"{file}: is not JSON with a list \"input\" of events in base64");
        }
    }
}
