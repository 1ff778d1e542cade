using System.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Agents.Containers;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments.Delivery;
using Tricorder.ApiServer.Deployments.State;
using Tricorder.ApiServer.Storage;

namespace Tricorder.ApiServer.Benchmarks.Measures;

/// <summary>
/// How many answers a second the server makes durable: its recorder and its store on a file, in this process and without the network.
/// Each agent's next answer waits until the one before is on disk, as on its stream.
/// </summary>
internal static class DurableAnswers
{
    private const int Agents = 10_000;
    private const int AnswersEach = 20;

    public static async Task<double> MeasureAsync(CancellationToken token)
    {
        var directory = Directory.CreateTempSubdirectory("bench-answers-");
        try
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Configuration["Storage:SqlitePath"] = Path.Combine(directory.FullName, "apiserver.db");
            builder.Services.AddMetrics().AddChanges().AddStorage(builder.Configuration)
                .AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>()
                .AddSingleton<AgentStore>().AddSingleton<InstanceStore>().AddSingleton<AnswerWriter>();
            using var host = builder.Build();
            await host.StartAsync(token);
            var speed = await MeasureAsync(host.Services, token);
            await host.StopAsync(token);
            return speed;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(IServiceProvider services, CancellationToken token)
    {
        var sessions = await ConnectAsync(services, token);
        var answers = services.GetRequiredService<AnswerWriter>();
        // The rows are there and the code is warm.
        await Task.WhenAll(sessions.Select(session => AnswerAsync(answers, session, 1)));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(sessions.Select(session => AnswerAsync(answers, session, AnswersEach)));
        return Agents * AnswersEach / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task AnswerAsync(AnswerWriter answers, AgentSession session, int count)
    {
        for (var generation = 1; generation <= count; generation++)
        {
            var answer = new InstanceChange("01960000-0000-7000-8000-000000000000", generation, generation, InstanceState.Succeeded, "", 1);
            await answers.WriteAsync(new InstanceAnswer(session.Agent.Id, session.Id, answer, () => { }));
        }
    }

    private static Task<AgentSession[]> ConnectAsync(IServiceProvider services, CancellationToken token)
    {
        var agents = services.GetRequiredService<AgentStore>();
        var gate = new SendLimiter(Options.Create(new AgentOptions()), TimeProvider.System);
        return services.GetRequiredService<StoreWriter>().WriteAsync(
            unit => Enumerable.Range(0, Agents).Select(index =>
            {
                var agent = new Agent
                {
                    Id = Guid.CreateVersion7().ToString(),
                    NodeName = FormattableString.Invariant($"node-{index:D5}"),
                    Protocol = AgentProtocol.V1,
                    State = AgentState.Online,
                    SessionId = Guid.CreateVersion7().ToString(),
                    ConnectTime = TimeProvider.System.GetUtcNow(),
                    LastSeenTime = TimeProvider.System.GetUtcNow(),
                };
                agents.Put(unit, [agent]);
                return new AgentSession(agent, new NoWire(), gate, TimeProvider.System, NullLogger.Instance);
            }).ToArray(),
            token);
    }

    private sealed class NoWire : IAgentWire
    {
        public AgentProtocol Protocol => AgentProtocol.V1;

        public Task SendAsync(AgentUpdate update, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SendContainerAsync(ContainerNotice notice, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SendDrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
