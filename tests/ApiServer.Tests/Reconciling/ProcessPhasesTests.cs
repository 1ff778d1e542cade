using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Tricorder.ApiServer.Errors;
using Tricorder.ApiServer.Reconciling;

namespace Tricorder.ApiServer.Tests.Reconciling;

/// <summary>The phases of a process, as its host goes through them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProcessPhasesTests
{
    private readonly List<string> _told = [];
    private readonly TaskCompletionSource _fail = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Host_StartsAndStops_ServesFirstAndLoopsComeAfterAllSteps()
    {
        var loop = new ScriptedLoop(ScriptedLoop.PlanOf() with { RunsAtEnd = true });
        using var host = Host(
            loop, new Step(ProcessPhase.Lead, _told), new OtherService(_told), new Step(ProcessPhase.Serve, _told));

        await host.StartAsync();
        var run = await loop.NextAsync();
        _told.Add("loop runs");
        run.End();
        var stopping = host.StopAsync();
        await loop.RunAsync();
        await stopping;

        Assert.That(_told, Is.EqualTo(new[]
        {
            "Serve begins", "Lead begins", "service starts", "loop runs", "Lead ends", "Serve ends", "service stops",
        }));
    }

    [Test]
    public async Task Host_StepFails_DoesNotStartAndRunsNoLoop()
    {
        var loop = new ScriptedLoop(ScriptedLoop.PlanOf());
        using var host = Host(loop, new Broken());

        Assert.That(() => host.StartAsync(), Throws.InstanceOf<StartupException>());

        Assert.That(loop.NextAsync().IsCompleted, Is.False);
        await host.StopAsync();
    }

    [Test]
    public async Task Host_TaskFails_HostStopsAndAServiceSaysItFailed()
    {
        var loop = new ScriptedLoop(ScriptedLoop.PlanOf());
        using var host = Host(loop, new Doomed(_fail.Task));
        await host.StartAsync();
        await loop.NextAsync();

        _fail.SetException(new InvalidOperationException("a wolf"));
        await host.WaitForShutdownAsync().WaitAsync(DrivenClock.Deadline);

        var phases = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single();
        Assert.That(phases.ExecuteTask!.Exception!.InnerException!.Message, Is.EqualTo("a wolf"));
    }

    [Test]
    public async Task Readiness_LoopFails_IsReadyAndSaysWhichAndSinceWhen()
    {
        var clock = new DrivenClock();
        var loop = new ScriptedLoop(ScriptedLoop.PlanOf());
        var readings = new LoopReadings([loop], clock);

        var before = await readings.CheckHealthAsync(new HealthCheckContext());
        readings.Of(loop).Succeeded();
        clock.Advance(TimeSpan.FromMinutes(1));
        readings.Of(loop).Failed("WOLF");
        var failing = await readings.CheckHealthAsync(new HealthCheckContext());
        readings.Of(loop).Succeeded();
        var after = await readings.CheckHealthAsync(new HealthCheckContext());

        Assert.That(failing.Status, Is.EqualTo(HealthStatus.Healthy));
        Assert.That(failing.Description, Is.EqualTo("tried again: sheep (WOLF, last success: 2030-01-02 03:04:05Z)"));
        Assert.That((before.Description, after.Description), Is.EqualTo(((string?)null, (string?)null)));
    }

    private static IHost Host(IReconciler loop, params object[] others)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var services = builder.Services;
        foreach (var other in others)
        {
            _ = other switch
            {
                IPhaseStep step => services.AddSingleton(step),
                IPhaseTask task => services.AddSingleton(task),
                _ => services.AddSingleton((IHostedService)other),
            };
        }

        services.AddSingleton(loop).AddLoop<Idle>();
        return builder.Build();
    }

    private sealed class Idle : IReconciler
    {
        public LoopPlan Plan { get; } = ScriptedLoop.PlanOf() with { Name = "idle" };

        public Task<Requeue> ReconcileAsync(CancellationToken cancellationToken) => Task.FromResult(Requeue.AtResync);
    }

    private sealed class Step(ProcessPhase phase, List<string> told) : IPhaseStep
    {
        public ProcessPhase Phase => phase;

        public Task BeginAsync(CancellationToken cancellationToken) => Note("begins");

        public Task EndAsync(CancellationToken cancellationToken) => Note("ends");

        private Task Note(string what)
        {
            told.Add($"{phase} {what}");
            return Task.CompletedTask;
        }
    }

    private sealed class OtherService(List<string> told) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            told.Add("service starts");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            told.Add("service stops");
            return Task.CompletedTask;
        }
    }

    private sealed class Broken : IPhaseStep
    {
        public ProcessPhase Phase => ProcessPhase.Lead;

        public Task BeginAsync(CancellationToken cancellationToken) => throw new StartupException("It is broken.");
    }

    private sealed class Doomed(Task failing) : IPhaseTask
    {
        public ProcessPhase Phase => ProcessPhase.Lead;

        public Task RunAsync(CancellationToken cancellationToken) => failing.WaitAsync(cancellationToken);
    }
}
