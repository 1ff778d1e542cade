using Tricorder.ApiServer.Cli.CommandLine;

return await TricorderCommand.InvokeAsync(args);
