using Tricorder.ApiServer.Cli.CommandLine;
using Tricorder.ApiServer.Cli.Output;

PipeOutput.Use();
return await TricorderCommand.InvokeAsync(args);
