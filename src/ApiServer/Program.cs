using Tricorder.ApiServer.Agents;
using Tricorder.ApiServer.Api;
using Tricorder.ApiServer.Changes;
using Tricorder.ApiServer.Deployments;
using Tricorder.ApiServer.Events;
using Tricorder.ApiServer.Grafana;
using Tricorder.ApiServer.Hosting;
using Tricorder.ApiServer.Hosting.Startup;
using Tricorder.ApiServer.Kubernetes;
using Tricorder.ApiServer.Modules;
using Tricorder.ApiServer.ObservabilityDb;
using Tricorder.ApiServer.Security;
using Tricorder.ApiServer.Storage;
using Tricorder.ApiServer.Wasm;
using Tricorder.ApiServer.Wasm.Sandbox;

if (SandboxWorker.IsAsked(args))
{
    return await SandboxWorker.RunAsync();
}

// One line per room: what it needs, then what it serves.
return await ServerRun.RunAsync(
    args,
    builder =>
    {
        builder.AddHosting();
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddChanges();
        builder.Services.AddEvents(builder.Configuration);
        builder.Services.AddSecurity(builder.Configuration);
        builder.Services.AddKubernetes(builder.Configuration);
        builder.Services.AddWasm(builder.Configuration);
        builder.Services.AddModules();
        builder.Services.AddObservabilityDb(builder.Configuration);
        builder.Services.AddGrafana(builder.Configuration);
        builder.Services.AddDeployments(builder.Configuration);
        builder.Services.AddAgents(builder.Configuration);
        builder.Services.AddApi(builder.Configuration);
    },
    app =>
    {
        app.UseHosting();
        app.UseSecurity();
        app.MapHosting();
        app.MapSecurity();
        app.MapAgents();
        app.MapApi();
    });
