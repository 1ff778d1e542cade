using Tricorder.ApiServer.AgentSimulator.CommandLine;

return await SimulatorCommand.InvokeAsync(args, Console.Out, Console.Error);
