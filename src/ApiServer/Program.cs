using Tricorder.ApiServer.Hosting;
using Tricorder.ApiServer.Hosting.Startup;

// One line per room: what it needs, then what it serves.
return await ServerRun.RunAsync(
    args,
    builder =>
    {
        builder.AddHosting();
    },
    app =>
    {
        app.MapHosting();
    });
